import type { Command } from 'commander'
import { requestSchemas, type Language } from '../../../contract/index.ts'
import { as } from '../parsers.ts'
import { runFolder, toPath } from '../paths.ts'
import { perform, withCommonOptions, type CommonSettings } from '../session.ts'

interface Settings extends CommonSettings {
  project?: string
  out: string
  language: Language
}

export function addReport(program: Command): void {
  const { language } = requestSchemas['write-report'].shape
  withCommonOptions(program.command('report <run>'))
    .description('write all of a run into one HTML file: settings, data, curves, results, mistakes, figures')
    .requiredOption('--out <file>', 'the HTML file', toPath)
    .option('--project <dir>', 'where the run is looked for by its name', toPath)
    .option('--language <which>', 'en or ko', as(language), 'en')
    .action((run: string, settings: Settings) => {
      const { project, out, language } = settings
      return perform(
        settings,
        (ask) => ask('write-report', { run: runFolder(run, project), out, language }),
        ({ files }) => files.join('\n'),
      )
    })
}
