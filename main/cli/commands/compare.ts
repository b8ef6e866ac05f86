import type { Command } from 'commander'
import { requestSchemas, type Split } from '../../../contract/index.ts'
import { as } from '../parsers.ts'
import { runFolder, toPath } from '../paths.ts'
import { perform, withCommonOptions, type CommonSettings } from '../session.ts'
import { compareText } from '../text/compare.ts'

interface Settings extends CommonSettings {
  project?: string
  split: Split
}

export function addCompare(program: Command): void {
  const { split } = requestSchemas.compare.shape
  withCommonOptions(program.command('compare <run> <other-run>'))
    .description('say whether one of two runs is better on the same photographs')
    .option('--project <dir>', 'where the runs are looked for by their names', toPath)
    .option('--split <name>', 'train, validation or test', as(split), 'test')
    .action((first: string, second: string, settings: Settings) => {
      const { project, split } = settings
      const runs: [string, string] = [runFolder(first, project), runFolder(second, project)]
      return perform(settings, (ask) => ask('compare', { runs, split }), compareText)
    })
}
