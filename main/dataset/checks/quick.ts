import type { Dataset, Work } from '../../../contract/index.ts'
import { blankSpread, twinsAmong, type Looks } from '../looks/index.ts'
import type { Checked } from './checked-file.ts'
import { traitsOf } from './traits.ts'

/** Brightness, 0..255, that 95 in 100 pixels of a very dark picture do not exceed. */
export const darkBrightness = 32
/**
 * What looks tell of a data set, without TensorFlow: near-duplicates by hash alone, blank and very dark pictures, classes
 * that differ by format or size. What an earlier, closer check found of photographs that are still there stays.
 * Reports the step `compare`.
 */
export async function quickChecks(
  dataset: Dataset,
  looks: Looks,
  before: Checked | null,
  work: Work,
): Promise<Checked> {
  const entries = [...dataset.photographs, ...(dataset.leftOut ?? [])]
  const contents = [...new Set(entries.map(({ sha256 }) => sha256))].filter((sha256) => looks.has(sha256)).sort()
  const lookOf = (sha256: string) => looks.get(sha256)!.look
  const isBlank = (sha256: string) => lookOf(sha256).spread < blankSpread
  const pairs: Checked['near'] = (await twinsAmong(contents, looks, work)).map((pair) => ({ ...pair, cosine: null }))
  const there = new Set(contents)
  const isConfirmed = before !== null && before.confirmedBy !== null
  const kept = isConfirmed ? before.near.filter(({ contents: two }) => two.every((one) => there.has(one))) : []
  const known = new Set(kept.map(({ contents: two }) => two.join()))
  const byFile = new Map(entries.map(({ file, sha256 }) => [file, sha256]))
  const labels = before?.labels ?? null
  return {
    version: 1,
    near: [...kept, ...pairs.filter(({ contents: two }) => !known.has(two.join()))],
    confirmedBy: before?.confirmedBy ?? null,
    blank: contents.filter(isBlank),
    dark: contents.filter((sha256) => !isBlank(sha256) && lookOf(sha256).bright <= darkBrightness),
    traits: traitsOf(dataset, looks),
    labels: labels && {
      ...labels,
      suspects: labels.suspects.filter(({ file, sha256 }) => byFile.get(file) === sha256),
    },
  }
}
