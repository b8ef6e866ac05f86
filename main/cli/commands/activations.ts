import type { Command } from 'commander'
import { modelFile, toPath } from '../paths.ts'
import { perform, withCommonOptions } from '../session.ts'
import { activationsText } from '../text/insight.ts'
import { withModelOptions, type ModelSettings } from './evaluate.ts'

interface Settings extends ModelSettings {
  out: string
  layers?: string[]
  npy?: boolean
}

export function addActivations(program: Command): void {
  withModelOptions(withCommonOptions(program.command('activations <run-or-model> <image>')))
    .description('draw what every convolution and pooling layer makes of a photograph')
    .requiredOption('--out <dir>', 'folder that gets the pictures', toPath)
    .option('--layers <name,…>', 'these layers only', (text) => text.split(','))
    .option('--npy', 'write the raw values as well')
    .action((model: string, image: string, settings: Settings) => {
      const { project, preprocess, classes, out, layers, npy } = settings
      const inside = { model: modelFile(model, project), preprocess, classes }
      return perform(
        settings,
        (ask) => ask('save-activations', { inside, photograph: toPath(image), out, layers, npy }),
        activationsText,
      )
    })
}
