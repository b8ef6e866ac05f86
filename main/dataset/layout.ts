import { fail, splits, type Split, type ThawError } from '../../contract/index.ts'
import type { Listing, ListedFile } from './list-files.ts'
import { byCodePoint } from './order.ts'

/** A file with the class and, where the folders give it, the split that it lies in. */
export interface Placed extends ListedFile {
  /** null: in no class folder. */
  class: string | null
  split: Split | null
}

export interface Layout {
  splitting: 'given' | 'drawn'
  /** In Keras's order; with `given`, those of all splits together. */
  classes: string[]
  files: Placed[]
}

/** What people and other programs call the three folders. */
const trainNames = ['train', 'training', 'trainset']
const otherNames = ['validation', 'val', 'valid', 'dev', 'test', 'testing', 'testset']

/**
 * Reads classes and splits off the folders' names: `train|validation|test/CLASS/…` where there is a folder `train`, else
 * `CLASS/…`. Files may lie deeper inside a class folder. Class names are in Unicode's composed form (NFC), so that a
 * name typed on one system equals the same name on another.
 *
 * Throws `dataset-empty`, `no-class-folders`, `split-names`, `one-class`.
 */
export function readLayout(root: string, { files, folders }: Listing): Layout {
  if (files.length === 0 && folders.length === 0) {
    throw fail('dataset-empty', 'The folder is empty.', {
      expected: layouts,
      file: root,
      remedy: 'Choose another folder.',
    })
  }
  const top = folders.filter((folder) => !folder.includes('/'))
  const isGiven = top.includes('train')
  if (isGiven) refuseOddSplitNames(root, top)
  else refuseLoneSplitNames(root, top)

  const depth = isGiven ? 1 : 0
  const isSplit = (name: string | undefined): name is Split => splits.some((split) => split === name)
  const classFolders = folders
    .map((folder) => folder.split('/'))
    .filter((parts) => parts.length === depth + 1 && (!isGiven || isSplit(parts[0])))
  const classes = [...new Set(classFolders.map((parts) => className(parts[depth] ?? '')))].sort(byCodePoint)
  if (classes.length < 2) throw tooFewClasses(root, classes, files.length)

  const place = (listed: ListedFile): Placed => {
    const parts = listed.file.split('/')
    const split = isGiven && isSplit(parts[0]) ? parts[0] : null
    if (parts.length < depth + 2 || (isGiven && split === null)) return { ...listed, class: null, split: null }
    return { ...listed, class: className(parts[depth] ?? ''), split }
  }
  return { splitting: isGiven ? 'given' : 'drawn', classes, files: files.map(place) }
}

const layouts = 'a folder for each class, or train, validation and test with a folder for each class in each of them'

function className(folder: string): string {
  return folder.normalize('NFC')
}

/** Beside `train`, a folder that means validation or test but is not called so would be passed over. */
function refuseOddSplitNames(root: string, top: string[]): void {
  const exact: readonly string[] = splits
  const odd = top.filter((name) => !exact.includes(name) && isAlias(name, [...trainNames, ...otherNames]))
  if (odd.length > 0) throw splitNames(root, odd)
}

/** Without `train`, folders that mean splits would be taken for classes. A class may well be called `valid` or `val`. */
function refuseLoneSplitNames(root: string, top: string[]): void {
  const meansSplit = top.filter((name) => isAlias(name, [...trainNames, ...otherNames]))
  const isCertain =
    top.some((name) => isAlias(name, trainNames) || name === 'validation' || name === 'test') ||
    (meansSplit.length > 0 && meansSplit.length === top.length)
  if (isCertain) throw splitNames(root, meansSplit)
}

function isAlias(name: string, aliases: string[]): boolean {
  return aliases.includes(name.toLowerCase())
}

function splitNames(root: string, found: string[]): ThawError {
  return fail('split-names', 'The folders for training, validation and test have other names than expected.', {
    expected: 'train, validation and test, in lower case',
    found: found.join(', '),
    file: root,
    remedy:
      'Rename them; or, to have Thaw divide the photographs, put the class folders of all of them into one folder.',
  })
}

function tooFewClasses(root: string, classes: string[], files: number): ThawError {
  const [only] = classes
  if (only !== undefined) {
    return fail('one-class', 'There is only one class, so there is nothing to tell apart.', {
      expected: 'at least two class folders',
      found: `one, ${only}`,
      file: root,
      remedy: 'Add a folder with photographs of something else.',
    })
  }
  return fail('no-class-folders', 'There are no class folders.', {
    expected: layouts,
    found: `${files} files and no class folder`,
    file: root,
    remedy: 'Put the photographs of each class into a folder that has the name of the class.',
  })
}
