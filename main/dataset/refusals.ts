import { fail, splits, type Photograph, type ThawError } from '../../contract/index.ts'
import type { PerSplit } from './split/index.ts'

/** An import must not write into the folder that it reads. */
export function insidePhotographs(folder: string, recordIn: string): ThawError {
  return fail('inside-photographs', "The data set's record would be written into the photographs' folder.", {
    expected: `a folder outside ${folder}, which is only read`,
    found: recordIn,
    file: recordIn,
    remedy: 'Choose another folder for it, beside the photographs or above them.',
  })
}

/** Shares or counts were asked for a folder that has its splits. */
export function alreadySplit(folder: string): ThawError {
  return fail('already-split', 'This folder is already divided into train, validation and test.', {
    expected: 'shares or counts only for a folder that holds the class folders themselves',
    file: folder,
    remedy: 'Leave the shares and counts out, or choose a folder that is not divided.',
  })
}

/** Throws `too-few-photographs` where a class has not as many as its counts ask for. */
export function checkCounts(
  folder: string,
  classes: readonly string[],
  photographs: readonly Photograph[],
  wanted: PerSplit,
): void {
  const total = wanted[0] + wanted[1] + wanted[2]
  const byClass = Map.groupBy(photographs, (photograph) => photograph.class)
  const short = classes.filter((name) => (byClass.get(name)?.length ?? 0) < total)
  if (short.length === 0) return
  throw fail('too-few-photographs', 'A class has fewer photographs than the counts ask for.', {
    expected: `${total} of each class (${splits.map((split, at) => `${split} ${wanted[at]}`).join(', ')})`,
    found: short.map((name) => `${name}: ${byClass.get(name)?.length ?? 0}`).join('; '),
    file: folder,
    remedy: 'Ask for fewer, or add photographs.',
  })
}
