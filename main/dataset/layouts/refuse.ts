import { fail, type ThawError } from '../../../contract/index.ts'
import type { Listing } from '../list-files.ts'
import type { Layout } from './place.ts'
import { splitOfWord } from './words.ts'

const layouts = 'a folder for each class, or train, validation and test with a folder for each class in each of them'

/**
 * Why a layout gives no data set, or null: `dataset-empty`, `split-names`, `one-class`, `no-class-folders`. What can be
 * corrected is said in the remedy.
 */
export function layoutProblem(root: string, { files, folders }: Listing, { classes }: Layout): ThawError | null {
  if (files.length === 0 && folders.length === 0) {
    return fail('dataset-empty', 'The folder is empty.', {
      expected: layouts,
      file: root,
      remedy: 'Choose another folder.',
    })
  }
  if (classes.length >= 2) return null
  const [only] = classes
  const top = folders.filter((folder) => !folder.includes('/'))
  if (only === undefined && top.length > 1 && top.every((name) => splitOfWord(name))) {
    return fail('split-names', 'There is no folder for training among the folders of splits.', {
      expected: 'a folder train or training beside those for validation and test',
      found: top.join(', '),
      file: root,
      remedy: 'Say which folder is for training, or put the class folders of all of them into one folder.',
    })
  }
  const [folder] = top.filter((name) => folders.every((other) => other === name || !other.startsWith(`${name}/`)))
  const single = only ?? (top.length === 1 ? folder : undefined)
  if (single !== undefined) {
    return fail('one-class', 'There is only one class, so there is nothing to tell apart.', {
      expected: 'at least two class folders',
      found: `one, ${single}`,
      file: root,
      remedy: 'Add a folder with photographs of something else.',
    })
  }
  return fail('no-class-folders', 'There are no class folders.', {
    expected: `${layouts}; or classes in the names (cat.123.jpg) or in a table`,
    found: `${files.length} files and no class folder`,
    file: root,
    remedy: 'Put the photographs of each class into a folder that has the name of the class.',
  })
}
