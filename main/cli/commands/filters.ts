import type { Command } from 'commander'
import { requestSchemas } from '../../../contract/index.ts'
import { as, toNumber, toNumbers } from '../parsers.ts'
import { modelFile, toPath } from '../paths.ts'
import { perform, withCommonOptions } from '../session.ts'
import { filtersText } from '../text/insight.ts'
import { withModelOptions, type ModelSettings } from './evaluate.ts'

interface Settings extends ModelSettings {
  layer: string
  out: string
  channels?: number[]
  size?: number
}

export function addFilters(program: Command): void {
  const { channels, size } = requestSchemas['draw-filters'].shape
  withModelOptions(withCommonOptions(program.command('filters <run-or-model>')))
    .description("draw what a layer's channels look for, by gradient ascent")
    .requiredOption('--layer <name>', 'a convolution')
    .requiredOption('--out <dir>', 'folder that gets the pictures', toPath)
    .option(
      '--channels <n,…>',
      'these channels only, from 0 (default: the first 64, and a grid)',
      as(channels, toNumbers),
    )
    .option('--size <pixels>', 'side of each picture (default 64)', as(size, toNumber))
    .action((model: string, settings: Settings) => {
      const { project, preprocess, classes, layer, out, channels, size } = settings
      const inside = { model: modelFile(model, project), preprocess, classes }
      return perform(settings, (ask) => ask('draw-filters', { inside, layer, out, channels, size }), filtersText)
    })
}
