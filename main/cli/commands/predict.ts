import type { Command } from 'commander'
import { modelFile, toPath } from '../paths.ts'
import { perform, withCommonOptions } from '../session.ts'
import { predictText } from '../text/predict.ts'
import { withModelOptions, type ModelSettings } from './evaluate.ts'

export function addPredict(program: Command): void {
  withModelOptions(withCommonOptions(program.command('predict <run-or-model> <images...>')))
    .description('say which class photographs belong to; a folder stands for the pictures in it')
    .action((model: string, images: string[], settings: ModelSettings) => {
      const { project, preprocess, classes } = settings
      const input = { model: modelFile(model, project), images: images.map(toPath), preprocess, classes }
      return perform(settings, (ask) => ask('predict', input), predictText)
    })
}
