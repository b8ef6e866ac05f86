import { readdir, stat } from 'node:fs/promises'
import { isAbsolute, relative, resolve, sep } from 'node:path'
import { fail, type Dataset, type LeftOut, type Photograph, type Split, type Work } from '../../contract/index.ts'
import { systemCode } from '../files/index.ts'
import { checkClasses } from './check-classes.ts'
import { withEdits, withoutEdits } from './edits/index.ts'
import { drawSplits, type PerSplit } from './draw-splits.ts'
import { readLayout } from './layout.ts'
import { listFiles } from './list-files.ts'
import { inKerasOrder } from './order.ts'
import { alreadySplit, checkCounts, insidePhotographs } from './refusals.ts'
import { scanFiles, type Scanned } from './scan.ts'

export interface ImportOptions {
  /** The photographs: `train|validation|test/CLASS/…`, or `CLASS/…`. Only read. */
  folder: string
  /** The folder that will hold dataset.json; it need not exist yet. Not inside `folder`. */
  recordIn: string
  /** The data set as it was. Its splits stay, a person's changes to it too, and what did not change is not read again. */
  previous?: Dataset
  /** Per cent for train, validation and test, together 100. @default those of `previous`, else 50, 25, 25 */
  shares?: PerSplit
  /** Photographs of each class for train, validation and test instead; the others are left out. */
  perClass?: PerSplit
  /** Decides which photographs come into which split. Once drawn, that of `previous` counts. */
  seed: number
  work: Work
}

/**
 * Reads a folder of photographs into a data set, without writing anything. Every file found is afterwards a photograph,
 * or set aside with a reason, or left out (only with `perClass`); bad files never make it throw. Photographs come in
 * Keras's order: by class, within it by path. How splits are drawn: `drawSplits`.
 *
 * Reports the steps `list` and `scan`, and stops between files when cancelled. Throws for a folder that gives no data
 * set: `folder-missing`, `not-a-folder`, `folder-unreadable`, `dataset-empty`, `no-class-folders`, `split-names`,
 * `one-class`, `class-too-small`, and for settings that do not fit: `bad-shares`, `already-split`, `inside-photographs`.
 */
export async function importDataset(options: ImportOptions): Promise<Dataset> {
  const { work } = options
  const previous = options.previous && withoutEdits(options.previous)
  const folder = resolve(options.folder)
  const recordIn = resolve(options.recordIn)
  checkSettings(options)
  await checkFolder(folder)
  if (recordIn === folder || recordIn.startsWith(folder + sep)) throw insidePhotographs(folder, recordIn)

  const layout = readLayout(folder, await listFiles(folder, work))
  if (layout.splitting === 'given' && (options.shares || options.perClass)) throw alreadySplit(folder)
  const { good, setAside } = await scanFiles(folder, layout, previous, work)
  checkClasses(folder, layout, good, setAside)

  const kept = previous?.splitting === 'drawn' && layout.splitting === 'drawn' ? previous : undefined
  const seed = kept?.seed ?? options.seed
  const shares = options.shares ?? kept?.shares ?? [50, 25, 25]
  const perClass = options.perClass ?? (options.shares ? undefined : kept?.perClass)
  const { classes, splitting } = layout
  const recorded = recordedSplits(kept, good)
  const drawn =
    splitting === 'drawn' ? drawSplits({ classes, files: good, recorded, shares, perClass, seed }) : undefined
  const { photographs, leftOut } = assign(good, drawn)
  if (options.perClass) checkCounts(folder, classes, photographs, options.perClass)

  const imported: Dataset = {
    version: 1,
    folder: portablePath(recordIn, folder),
    splitting,
    shares: [...shares],
    ...(perClass && { perClass: [...perClass] }),
    seed,
    classes,
    photographs: inKerasOrder(classes, photographs),
    quarantined: setAside,
    ...(perClass && { leftOut: inKerasOrder(classes, leftOut) }),
  }
  return withEdits(imported, options.previous?.edits)
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

async function checkFolder(folder: string): Promise<void> {
  try {
    if (!(await stat(folder)).isDirectory()) {
      throw fail('not-a-folder', `${folder} is a file.`, {
        expected: 'a folder of photographs',
        file: folder,
        remedy: 'Choose the folder that holds the class folders; unpack an archive first.',
      })
    }
    await readdir(folder)
  } catch (error) {
    const code = systemCode(error)
    if (code === 'ENOENT' || code === 'ENOTDIR') {
      throw fail('folder-missing', `There is no folder ${folder}.`, {
        file: folder,
        remedy: 'Check the path; a removable disk may not be connected.',
      })
    }
    if (code === undefined) throw error
    throw fail('folder-unreadable', `The folder ${folder} cannot be read.`, {
      found: code,
      file: folder,
      remedy: 'Give yourself permission to read it.',
    })
  }
}

/** The recorded split of what is there now: by content, else, for a file that was edited, by its path. */
function recordedSplits(kept: Dataset | undefined, good: readonly Scanned[]): Map<string, Split> {
  const recorded = new Map<string, Split>()
  const byFile = new Map<string, Split>()
  for (const { file, sha256, split } of kept?.photographs ?? []) {
    if (!recorded.has(sha256)) recorded.set(sha256, split)
    byFile.set(file, split)
  }
  for (const { file, sha256 } of good) {
    const split = byFile.get(file)
    if (split && !recorded.has(sha256)) recorded.set(sha256, split)
  }
  return recorded
}

function assign(good: readonly Scanned[], drawn: ReadonlyMap<string, Split> | undefined) {
  const photographs: Photograph[] = []
  const leftOut: LeftOut[] = []
  for (const { split: given, ...photograph } of good) {
    const split = drawn ? drawn.get(photograph.sha256) : given
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
