import type { Command } from 'commander'
import { modelFile, toPath } from '../paths.ts'
import { perform, withCommonOptions } from '../session.ts'
import { gradCamText } from '../text/insight.ts'
import { withModelOptions, type ModelSettings } from './evaluate.ts'

interface Settings extends ModelSettings {
  layer?: string
  class?: string[]
  out: string
}

export function addGradCam(program: Command): void {
  withModelOptions(withCommonOptions(program.command('grad-cam <run-or-model> <image>')))
    .description('draw where in a photograph a decision comes from')
    .requiredOption('--out <dir>', 'folder that gets the pictures', toPath)
    .option('--layer <name>', 'a convolution (default: the last)')
    .option('--class <name,…>', 'classes to explain (default: the one that the model says)', (text) => text.split(','))
    .action((model: string, image: string, settings: Settings) => {
      const { project, preprocess, classes, layer, out } = settings
      const inside = { model: modelFile(model, project), preprocess, classes }
      const input = { inside, photograph: toPath(image), layer, classes: settings.class, out }
      return perform(settings, (ask) => ask('draw-grad-cam', input), gradCamText)
    })
}
