import { isAbsolute, relative, resolve, sep } from 'node:path'
import {
  fail,
  type Dataset,
  type ArchiveStamp,
  type Grouping,
  type Journal,
  type LayoutChoice,
  type LeftOut,
  type Photograph,
  type Split,
  type Work,
} from '../../contract/index.ts'
import { checkClasses } from './check-classes.ts'
import { presentDivide, withEdits, withoutEdits } from './edits/index.ts'
import { layoutProblem } from './layouts/index.ts'
import { readFolder } from './read-folder.ts'
import type { Looks, Seen } from './looks/index.ts'
import { inKerasOrder } from './order.ts'
import { alreadySplit, checkCounts, insidePhotographs } from './refusals.ts'
import { scanFiles, type Scanned } from './scan.ts'
import { decideSplits, type PerSplit } from './split/index.ts'

export interface ImportOptions {
  /** The photographs, in whatever folders. Only read. */
  folder: string
  /** The folders in it that are imported. @default those of `previous` if that has the same folder, else all of it */
  only?: readonly string[]
  /** How its folders are read. @default as corrected before, in `previous`; else as recognised */
  layout?: LayoutChoice
  /** The archives that were unpacked into it, to be recorded. @default those of `previous` */
  archives?: ArchiveStamp[]
  /** The folder that will hold dataset.json; it need not exist yet. Not inside `folder`. */
  recordIn: string
  /** The data set as it was. Its splits stay, a person's changes to it too, and what did not change is not read again. */
  previous?: Dataset
  /** Per cent for train, validation and test, together 100. @default those of `previous`, else 50, 25, 25 */
  shares?: PerSplit
  /** Photographs of each class for train, validation and test instead; the others are left out. */
  perClass?: PerSplit
  /** Decides which photographs come into which split. Once drawn, that of `previous` counts, but not for a redraw. @default that, else 0 */
  seed?: number
  /** What belongs together when splits are drawn. @default that of `previous`, else near-duplicates and bursts */
  grouping?: Grouping
  /** Splits that were drawn are drawn anew, as one more change, to be undone; what a person moved stays moved. @default false */
  redraw?: boolean
  /** What photographs look like, as far as it is known; what is read now is added. Without, rescans cannot group. */
  looks?: Looks
  work: Work
}

/**
 * Reads a folder of photographs into a data set, without writing anything. Every file found is afterwards a photograph,
 * or set aside with a reason, or left out (only with `perClass`); bad files never make it throw. Photographs come in
 * Keras's order: by class, within it by path. How splits are drawn: `decideSplits`, `drawSplits`.
 *
 * Reports the steps `list`, `scan` and `compare`, and stops between files when cancelled. Throws for a folder that gives no data
 * set: `folder-missing`, `not-a-folder`, `folder-unreadable`, `dataset-empty`, `no-class-folders`, `split-names`,
 * `one-class`, `class-too-small`, and for settings that do not fit: `bad-shares`, `already-split`, `inside-photographs`.
 */
export async function importDataset(options: ImportOptions): Promise<Dataset> {
  const { work } = options
  const previous = options.previous && withoutEdits(options.previous)
  const folder = resolve(options.folder)
  const recordIn = resolve(options.recordIn)
  checkSettings(options)
  const read = (options.only ?? ['']).map((inside) => resolve(folder, inside))
  const within = read.find((place) => recordIn === place || recordIn.startsWith(place + sep))
  if (within !== undefined) throw insidePhotographs(within, recordIn)

  const sameFolder = previous !== undefined && resolve(recordIn, previous.folder) === folder
  const only = options.only ?? (sameFolder ? previous.only : undefined)
  const choice = options.layout ?? previous?.layout
  const { listing, placed: layout } = await readFolder(folder, { only, layout: choice }, work)
  const problem = layoutProblem(folder, listing, layout)
  if (problem) throw problem
  if (layout.splitting === 'given' && (options.shares || options.perClass)) throw alreadySplit(folder)
  const looks: Looks = options.looks ?? new Map<string, Seen>()
  const { good, setAside } = await scanFiles(folder, layout, previous, { looks, needed: Boolean(options.looks) }, work)
  checkClasses(folder, layout, good, setAside)

  const { classes, splitting } = layout
  const archives = options.archives ?? previous?.archives
  const edits = options.previous?.edits
  const asked = { ...options, classes, splitting, good, previous, journal: edits, looks }
  const { splitOf, record, journal } = await decideSplits(asked)
  const { photographs, leftOut } = assign(good, splitOf)
  const counted = photographs.length + leftOut.length + setAside.length
  if (counted !== listing.files.length) throw new Error(`${listing.files.length} files were found, ${counted} counted.`)

  const imported: Dataset = {
    version: 1,
    folder: portablePath(recordIn, folder),
    ...(only?.length && { only: [...only] }),
    ...(choice && { layout: choice }),
    ...(archives?.length && { archives }),
    splitting,
    ...record,
    classes,
    photographs: inKerasOrder(classes, photographs),
    quarantined: setAside,
    ...(record.perClass && { leftOut: inKerasOrder(classes, leftOut) }),
  }
  if (options.perClass) checkCounts(folder, classes, asDrawn(imported, journal), options.perClass)
  return withEdits(imported, journal)
}

/** Without what else a person changed. */
function asDrawn(imported: Dataset, journal: Journal | undefined): Photograph[] {
  const divide = presentDivide(imported, journal)
  return withEdits(imported, divide && { done: [{ time: '', edits: [divide] }], undone: [] }).photographs
}

function checkSettings({ shares, perClass }: ImportOptions): void {
  const isBad = (numbers: PerSplit): boolean => numbers.some((n) => !Number.isFinite(n) || n < 0)
  if (shares && (isBad(shares) || Math.abs(shares[0] + shares[1] + shares[2] - 100) > 1e-6)) {
    throw fail('bad-shares', 'The shares of the splits do not fit.', {
      expected: 'three numbers from 0 that add up to 100, such as 50,25,25',
      found: shares.join(','),
    })
  }
  if (perClass && (isBad(perClass) || !perClass.every(Number.isInteger) || perClass[0] === 0)) {
    throw fail('bad-shares', 'The counts per class do not fit.', {
      expected: 'three whole numbers from 0, the first at least 1, such as 1000,500,500',
      found: perClass.join(','),
    })
  }
}

function assign(good: readonly Scanned[], splitOf: (photograph: Scanned) => Split | null) {
  const photographs: Photograph[] = []
  const leftOut: LeftOut[] = []
  for (const found of good) {
    const { split: _, ...photograph } = found
    const split = splitOf(found)
    if (split) photographs.push({ ...photograph, split })
    else leftOut.push(photograph)
  }
  return { photographs, leftOut }
}

/** Relative with `/`. Where there is no relative path, between two drives of Windows, absolute. */
function portablePath(from: string, to: string): string {
  const path = relative(from, to)
  return isAbsolute(path) ? path : path.split(sep).join('/')
}
