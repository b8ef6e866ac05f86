import type { Command } from 'commander'
import { modelFile } from '../paths.ts'
import { toInputSize } from '../parsers.ts'
import { perform, withCommonOptions, type CommonSettings } from '../session.ts'
import { summaryText } from '../text/summary.ts'

interface Settings extends CommonSettings {
  base?: string
  input?: number | null
  includeTop?: boolean
  cut?: string
  unfreeze?: string
}

export function addSummary(program: Command): void {
  const command = withCommonOptions(program.command('summary [model]'))
    .description("print a base's or a model file's layers, shapes and parameters, as Keras does")
    .option('--base <name>', 'a base instead of a model file, such as vgg16')
    .option('--input <shape>', 'input size, such as 150x150x3, or none', toInputSize)
    .option('--include-top', "with the base's own classifier")
    .option('--cut <layer>', "the base's last layer that is used")
    .option('--unfreeze <layer>', 'the first layer that may change, or none')
  command.action((model: string | undefined, settings: Settings) => {
    const { base, input = null, includeTop, cut, unfreeze } = settings
    if ((model === undefined) === (base === undefined)) {
      command.error('error: expected either --base NAME or a model file', { exitCode: 2 })
    }
    if (model !== undefined && (settings.input !== undefined || includeTop)) {
      command.error('error: --input and --include-top go with --base: a model file has its own', { exitCode: 2 })
    }
    const what = model === undefined ? { base } : { model: modelFile(model, undefined) }
    return perform(
      settings,
      (ask) => ask('summarize', { ...what, size: input, includeTop, cut, unfreeze }),
      (summary) => summaryText(summary, terminalColumns()),
    )
  })
}

/** As Python's `shutil.get_terminal_size`, which Keras asks. */
function terminalColumns(): number {
  return Number(process.env['COLUMNS']) || process.stdout.columns || 80
}
