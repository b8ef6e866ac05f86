import type { Command } from 'commander'
import { requestSchemas } from '../../../contract/index.ts'
import { as, toNumber } from '../parsers.ts'
import { runFolder, toPath } from '../paths.ts'
import { perform, withCommonOptions, type CommonSettings } from '../session.ts'

interface Settings extends CommonSettings {
  project?: string
  out: string
  format?: 'png' | 'svg' | 'csv'
  smoothing?: number
}

export function addFigures(program: Command): void {
  const { format, smoothing } = requestSchemas['draw-figures'].shape
  withCommonOptions(program.command('figures <run>'))
    .description("draw a run's accuracy and loss")
    .requiredOption('--out <dir>', 'folder that gets the figures', toPath)
    .option('--project <dir>', 'where the run is looked for by its name', toPath)
    .option('--format <kind>', 'png, svg or csv (default png)', as(format))
    .option('--smoothing <share>', 'weight of the past in a moving average, 0 to 0.99', as(smoothing, toNumber))
    .action((run: string, settings: Settings) => {
      const { project, out, format, smoothing } = settings
      const input = { run: runFolder(run, project), out, format, smoothing }
      return perform(
        settings,
        (ask) => ask('draw-figures', input),
        ({ files }) => files.join('\n'),
      )
    })
}
