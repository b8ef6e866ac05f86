import type { Command } from 'commander'
import { groupingSchema, requestSchemas } from '../../../contract/index.ts'
import { as, toNumber, toNumbers } from '../parsers.ts'
import { toPath } from '../paths.ts'
import { perform, withCommonOptions, type CommonSettings } from '../session.ts'
import { datasetText } from '../text/dataset.ts'

type Three = [number, number, number]

interface ImportSettings extends CommonSettings {
  out: string
  split?: Three
  perClass?: Three
  seed?: number
  nearApart?: boolean
  burst?: number
  prefix?: string
}

const { shape } = requestSchemas['import-dataset']
const { seconds: secondsShape, prefix: prefixShape } = groupingSchema.shape

export function addDataset(program: Command): void {
  const dataset = program.command('dataset').description('import a folder of photographs, or check it')

  withCommonOptions(dataset.command('import <source>'))
    .description('read train|validation|test/CLASS/… or CLASS/…, and record which photograph is in which split')
    .requiredOption('--out <dir>', 'folder that gets dataset.json', toPath)
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
    .action((source: string, settings: ImportSettings) => {
      const { out, split: shares, perClass, seed, nearApart, burst: seconds, prefix } = settings
      const isAsked = nearApart !== undefined || seconds !== undefined || prefix !== undefined
      const grouping = isAsked ? { near: !nearApart, seconds, prefix } : undefined
      return perform(
        settings,
        (ask) => ask('import-dataset', { source: toPath(source), out, shares, perClass, seed, grouping }),
        datasetText,
      )
    })

  withCommonOptions(dataset.command('check <dir>'))
    .description('say the same of a data set or a folder of photographs, changing nothing')
    .action((dir: string, settings: CommonSettings) =>
      perform(settings, (ask) => ask('check-dataset', { folder: toPath(dir) }), datasetText),
    )
}
