import type { Command } from 'commander'
import { requestSchemas, type Split, type Preprocessing } from '../../../contract/index.ts'
import { as } from '../parsers.ts'
import { modelFile, toPath } from '../paths.ts'
import { perform, withCommonOptions, type CommonSettings } from '../session.ts'
import { evaluateText } from '../text/evaluate.ts'

/** What a model file may not carry itself, and where a run is looked for by its name. */
export interface ModelSettings extends CommonSettings {
  project?: string
  preprocess?: Preprocessing
  classes?: string[]
}

/** Adds the options of commands that take a run or a model file. */
export function withModelOptions(command: Command): Command {
  const { preprocess } = requestSchemas.evaluate.shape
  return command
    .option('--project <dir>', 'where a run is looked for by its name', toPath)
    .option('--preprocess <how>', 'imagenet or rescale, for a file that does not carry it', as(preprocess))
    .option('--classes <name,…>', 'class names, for a file that does not carry them', (text) => text.split(','))
}

export function addEvaluate(program: Command): void {
  const { split } = requestSchemas.evaluate.shape
  withModelOptions(withCommonOptions(program.command('evaluate <run-or-model> <dataset>')))
    .description('say how good a model is on one split of a data set')
    .option('--split <name>', 'train, validation or test', as(split), 'test')
    .action((model: string, dataset: string, settings: ModelSettings & { split: Split }) => {
      const { project, split, preprocess, classes } = settings
      const input = { model: modelFile(model, project), dataset: toPath(dataset), split, preprocess, classes }
      return perform(settings, (ask) => ask('evaluate', input), evaluateText)
    })
}
