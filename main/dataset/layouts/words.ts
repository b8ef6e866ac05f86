import type { Split } from '../../../contract/index.ts'

/** What people and other programs call the three folders, in lower case. */
const names: Record<Split, readonly string[]> = {
  train: ['train', 'training', 'trainset', 'train_set', 'training_set'],
  validation: ['validation', 'val', 'valid', 'dev', 'validation_set', 'val_set'],
  test: ['test', 'testing', 'testset', 'test_set', 'test1'],
}

/** The split that a folder's name, or a word in a table, means. */
export function splitOfWord(word: string): Split | null {
  const low = word.trim().toLowerCase().replace(/[- ]/g, '_')
  for (const split of ['train', 'validation', 'test'] as const) if (names[split].includes(low)) return split
  return null
}

/** A class may well be called `valid` or `dev`: only these are certain to mean a split. */
export function meansSplitForSure(word: string): boolean {
  return splitOfWord(word) !== null && !['val', 'valid', 'dev'].includes(word.toLowerCase())
}

/** Endings of what lies beside photographs and is none. */
const beside = new Set(
  'csv tsv txt md json xml yml yaml html htm pdf doc docx xls xlsx py ipynb r m mat log sh bat license ds_store'.split(
    ' ',
  ),
)

/** Whether a file may be a photograph by its name. Its content decides later; without an ending it may be one. */
export function mayBePicture(file: string): boolean {
  const name = file.slice(file.lastIndexOf('/') + 1)
  if (/^(?:readme|license|licence|copying|notice)(?:\.|$)/i.test(name)) return false
  return !beside.has(endingOf(name))
}

/** In lower case, without the dot; empty where there is none. */
export function endingOf(name: string): string {
  const dot = name.lastIndexOf('.')
  return dot > 0 ? name.slice(dot + 1).toLowerCase() : ''
}

/** Class names are in Unicode's composed form, so that a name typed on one system equals the same name on another. */
export function className(name: string): string {
  return name.normalize('NFC')
}
