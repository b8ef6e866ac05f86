import type { Work } from '../../../contract/index.ts'
import type { Looks } from './look-file.ts'
import { nearPairs } from './near.ts'

/** What the hash alone may call near-duplicates: fewer bits and colours apart than where features confirm it. */
export const sureBits = 6
export const sureColours = 20

export interface Twins {
  contents: [string, string]
  bits: number
}

/** An import asks twice for the same contents: to draw, and to say what it found. */
const known = new WeakMap<Looks, { of: string; pairs: Twins[] }>()

/** Which of these contents look like copies of each other by the hash alone. Contents without a look have no twins. */
export async function twinsAmong(contents: Iterable<string>, looks: Looks, work: Work): Promise<readonly Twins[]> {
  const names = [...new Set(contents)].filter((sha256) => looks.has(sha256)).sort()
  const of = names.join()
  const before = known.get(looks)
  if (before?.of === of) return before.pairs
  const found = names.map((sha256) => looks.get(sha256)!.look)
  const pairs = (await nearPairs(found, work, { bits: sureBits, colours: sureColours })).map(
    ({ first, second, distance }): Twins => ({ contents: [names[first]!, names[second]!], bits: distance }),
  )
  known.set(looks, { of, pairs })
  return pairs
}
