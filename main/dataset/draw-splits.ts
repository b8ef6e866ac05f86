import { splits, type Split } from '../../contract/index.ts'
import { hashBytes } from '../files/index.ts'
import { quotas } from './quotas.ts'

/** One number for each of `splits`. */
export type PerSplit = readonly [number, number, number]

export interface Draw {
  /** In Keras's order. */
  classes: readonly string[]
  /** One for each file. */
  files: readonly { class: string; sha256: string }[]
  /** Splits that are already decided, by content. They never change. */
  recorded: ReadonlyMap<string, Split>
  /** In per cent. */
  shares: PerSplit
  /** Files of each class per split, instead of shares; the rest is left out. */
  perClass?: PerSplit
  seed: number
}

/**
 * Decides the split of every content (a sha256), class by class. The wanted counts come from `quotas`; contents take
 * their turn by rank of sha256(seed:content), those that several files share first, and each joins the split that is
 * furthest below its wanted count (train before validation before test where equal). So the counts of a first draw are
 * exact, identical files always lie together, also in two classes, and a photograph that comes later fills what is
 * short. Exceptions to the exact counts: recorded splits, and identical files too many for any split.
 *
 * A content that has no split afterwards is left out: only with `perClass`.
 */
export function drawSplits(draw: Draw): Map<string, Split> {
  const { classes, files, recorded, seed } = draw
  const decided = new Map<string, Split>()
  const byClass = Map.groupBy(files, (file) => file.class)
  const members = classes.map((name) => countContents(byClass.get(name) ?? []))
  const wanted = wantedCounts(draw, members.map(totalOf))
  members.forEach((contents, index) => {
    const missing = [...(wanted[index] ?? [0, 0, 0])]
    const put = (content: string, count: number, split: Split): void => {
      decided.set(content, split)
      const at = splits.indexOf(split)
      missing[at] = (missing[at] ?? 0) - count
    }
    const open: [string, number][] = []
    for (const [content, count] of contents) {
      const split = decided.get(content) ?? recorded.get(content)
      if (split) put(content, count, split)
      else open.push([content, count])
    }
    for (const [content, count] of inTurn(open, seed)) {
      const most = Math.max(...missing)
      if (draw.perClass && most < count) continue
      put(content, count, splits[missing.indexOf(most)] ?? 'train')
    }
  })
  return decided
}

function wantedCounts({ perClass, shares }: Draw, totals: number[]): PerSplit[] {
  return perClass ? totals.map(() => perClass) : quotas(totals, shares)
}

/** How many files have each content. */
function countContents(files: readonly { sha256: string }[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { sha256 } of files) counts.set(sha256, (counts.get(sha256) ?? 0) + 1)
  return counts
}

function totalOf(contents: Map<string, number>): number {
  return [...contents.values()].reduce((sum, count) => sum + count, 0)
}

function inTurn(contents: [string, number][], seed: number): [string, number][] {
  return contents
    .map(([content, count]) => ({ content, count, rank: hashBytes(Buffer.from(`${seed}:${content}`)) }))
    .sort((a, b) => b.count - a.count || (a.rank < b.rank ? -1 : 1))
    .map(({ content, count }) => [content, count])
}
