import type { Command } from 'commander'
import { requestSchemas, type Split } from '../../../contract/index.ts'
import { as } from '../parsers.ts'
import { runFolder } from '../paths.ts'
import { perform, withCommonOptions } from '../session.ts'
import { compareText } from '../text/compare.ts'
import { withModelOptions, type ModelSettings } from './evaluate.ts'

export function addCompare(program: Command): void {
  const { split } = requestSchemas.compare.shape
  withModelOptions(withCommonOptions(program.command('compare <run-or-model> <other>')))
    .description(
      'say whether one of two is better on the same photographs; at least one is a run, whose project has them',
    )
    .option('--split <name>', 'train, validation or test', as(split), 'test')
    .action((first: string, second: string, settings: ModelSettings & { split: Split }) => {
      const { project, split, preprocess, classes } = settings
      const runs: [string, string] = [runFolder(first, project), runFolder(second, project)]
      return perform(settings, (ask) => ask('compare', { runs, split, preprocess, classes }), compareText)
    })
}
