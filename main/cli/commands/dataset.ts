import { InvalidArgumentError, type Command } from 'commander'
import {
  groupingSchema,
  layoutCorrectionsSchema,
  requestSchemas,
  type DatasetReport,
  type ImportPreview,
  type LayoutCorrections,
} from '../../../contract/index.ts'
import { as, toNumber, toNumbers } from '../parsers.ts'
import { toPath } from '../paths.ts'
import { perform, withCommonOptions, type Ask, type CommonSettings } from '../session.ts'
import { datasetText, writtenText } from '../text/dataset.ts'
import { layoutText } from '../text/layout.ts'

type Three = [number, number, number]
type Role = LayoutCorrections['roles'][string]

interface ImportSettings extends CommonSettings {
  as: Record<string, Role>
  labels?: string
  columns?: string
  dryRun?: boolean
  out: string
  split?: Three
  perClass?: Three
  seed?: number
  nearApart?: boolean
  burst?: number
  prefix?: string
  redraw?: boolean
}

const { shape } = requestSchemas['import-dataset']
const { shape: writeShape } = requestSchemas['write-splits']
const { seconds: secondsShape, prefix: prefixShape } = groupingSchema.shape

export function addDataset(program: Command): void {
  const dataset = program.command('dataset').description('import a folder of photographs, or check it')

  withCommonOptions(dataset.command('import <source...>'))
    .description(
      'read folders and archives of photographs in any layout, and record which photograph is in which split',
    )
    .requiredOption(
      '--out <dir>',
      'folder that gets dataset.json, and photographs/ where archives are unpacked',
      toPath,
    )
    .option('--split <shares>', 'per cent for train, validation, test (default 50,25,25)', as(shape.shares, toNumbers))
    .option('--per-class <counts>', 'photographs of each class instead: N,N,N', as(shape.perClass, toNumbers))
    .option('--seed <n>', 'decides which photograph comes into which split', as(shape.seed, toNumber))
    .option('--near-apart', 'let near-duplicates come into different splits')
    .option(
      '--burst <seconds>',
      'keep together what one camera took so soon after (default 2)',
      as(secondsShape, toNumber),
    )
    .option(
      '--prefix <separator>',
      'keep files together whose names are the same up to the last of this',
      as(prefixShape),
    )
    .option(
      '--redraw',
      'divide anew what was divided before, by the same seed if none is given; else only what is new is drawn',
    )
    .option('--as <folder=role...>', 'what a folder is for: train, validation, test, divide or ignore', toRole, {})
    .option('--labels <where>', 'where classes are written: folder, name, or a table such as labels.csv')
    .option('--columns <names>', 'of that table, the columns of file, class and perhaps split: FILE,CLASS[,SPLIT]')
    .option(
      '--dry-run',
      'say how the folder is understood, and do nothing more (archives stay unpacked for the import)',
    )
    .action((sources: [string, ...string[]], settings: ImportSettings) => {
      const [source, ...more] = [toPath(sources[0]), ...sources.slice(1).map(toPath)]
      const { out, split: shares, perClass, seed, redraw, dryRun } = settings
      const corrections = correctionsOf(settings)
      const grouping = groupingOf(settings)
      const work = async (ask: Ask, note: (text: string) => void): Promise<DatasetReport | ImportPreview> => {
        const preview = await ask('preview-import', { source: source ?? '', more, out, corrections })
        note(layoutText(preview))
        if (dryRun) return preview
        const layout = corrections && preview.layout
        const draw = { shares, perClass, seed, grouping, redraw }
        return ask('import-dataset', { source: source ?? '', more, out, layout, ...draw })
      }
      return perform(settings, work, (result) => ('layout' in result ? '' : datasetText(result)))
    })

  withCommonOptions(dataset.command('check <dir>'))
    .description('say the same of a data set or a folder of photographs, changing nothing')
    .option('--quick', 'without the features of a base, which find near-duplicates more surely, and wrong labels')
    .action((dir: string, settings: CommonSettings & { quick?: boolean }) => {
      const closely = !settings.quick
      return perform(settings, (ask) => ask('check-dataset', { folder: toPath(dir), closely }), datasetText)
    })

  withCommonOptions(dataset.command('relink <dir> <folder>'))
    .description('say where the photographs of a project or data set lie, after their folder was moved')
    .action((dir: string, folder: string, settings: CommonSettings) =>
      perform(
        settings,
        (ask) => ask('relink-dataset', { project: toPath(dir), folder: toPath(folder) }),
        ({ folder, photographs }) => `${folder}: all ${photographs} photographs are there.`,
      ),
    )

  withCommonOptions(dataset.command('write <dir>'))
    .description("write a data set's splits as a list, and as folders that Keras reads; the photographs stay")
    .requiredOption('--out <folder>', 'a folder that is not there yet', toPath)
    .option('--as <what>', 'list, links (hard links) or copies (default list)', as(writeShape.as))
    .action((dir: string, settings: CommonSettings & { out: string; as?: 'list' | 'links' | 'copies' }) => {
      const { out, as } = settings
      return perform(settings, (ask) => ask('write-splits', { dataset: toPath(dir), out, as }), writtenText)
    })
}

/** `extra=test`; `.=train` is the folder itself. */
function toRole(text: string, before: Record<string, Role>): Record<string, Role> {
  const cut = text.lastIndexOf('=')
  const folder = text.slice(0, cut).replace(/^\.?\/|\/$/g, '')
  const { data } = layoutCorrectionsSchema.safeParse({ roles: { [folder === '.' ? '' : folder]: text.slice(cut + 1) } })
  if (cut < 1 || !data) {
    throw new InvalidArgumentError('Expected FOLDER=train, validation, test, divide or ignore; . is the folder itself.')
  }
  return { ...before, ...data.roles }
}

/** What was said of the layout; undefined: nothing, so it is as recognised. */
function correctionsOf({ as: roles, labels, columns }: ImportSettings): LayoutCorrections | undefined {
  if (labels === undefined) return Object.keys(roles).length > 0 ? { roles } : undefined
  if (labels === 'folder' || labels === 'name') return { roles, labels: { by: labels } }
  const [file, label, split] = columns?.split(',') ?? []
  if (!file || !label) throw new InvalidArgumentError('With a table of labels, say its columns: --columns FILE,CLASS.')
  return { roles, labels: { by: 'table', table: labels, file, class: label, ...(split && { split }) } }
}

/** undefined: as before, else as usual. */
function groupingOf({ nearApart, burst: seconds, prefix }: ImportSettings) {
  if (nearApart === undefined && seconds === undefined && prefix === undefined) return undefined
  return { near: !nearApart, seconds, prefix }
}
