import { splits, type Split } from '../../../contract/index.ts'
import { hashBytes } from '../../files/index.ts'
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
  /** From a content to the name of the group that it must lie together with; it alone where it is not listed. */
  groups?: ReadonlyMap<string, string>
  /** In per cent. */
  shares: PerSplit
  /** Files of each class per split, instead of shares; the rest is left out. */
  perClass?: PerSplit
  seed: number
}

/**
 * Decides the split of every content (a sha256), class by class. The wanted counts come from `quotas`; groups of contents
 * take their turn, those of several files first, then by rank of sha256(seed:content), and each joins the split that is
 * furthest below its wanted count (train before validation before test where equal). So the counts of a first draw are
 * exact, identical files and groups always lie together, also in two classes, and a photograph that comes later joins its
 * group, or fills what is short. Exceptions to the exact counts: recorded splits, and groups too large for any split.
 *
 * A content that has no split afterwards is left out: only with `perClass`, where a group that is too large gives what
 * fits.
 */
export function drawSplits(draw: Draw): Map<string, Split> {
  const { classes, files, recorded, groups, seed } = draw
  const unitOf = (content: string): string => groups?.get(content) ?? content
  const decided = new Map<string, Split>()
  const settled = new Map<string, Split>()
  for (const { sha256 } of files) {
    const split = recorded.get(sha256)
    if (split && !settled.has(unitOf(sha256))) settled.set(unitOf(sha256), split)
  }
  const byClass = Map.groupBy(files, (file) => file.class)
  const members = classes.map((name) => countContents(byClass.get(name) ?? []))
  const wanted = wantedCounts(draw, members.map(totalOf))
  members.forEach((contents, index) => {
    const missing = [...(wanted[index] ?? [0, 0, 0])]
    const put = (content: string, count: number, split: Split): void => {
      decided.set(content, split)
      if (!settled.has(unitOf(content))) settled.set(unitOf(content), split)
      const at = splits.indexOf(split)
      missing[at] = (missing[at] ?? 0) - count
    }
    const open: [string, number][] = []
    for (const [content, count] of contents) {
      const split = decided.get(content) ?? recorded.get(content) ?? settled.get(unitOf(content))
      if (split) put(content, count, split)
      else open.push([content, count])
    }
    for (const unit of inTurn(open, unitOf, seed)) {
      const most = Math.max(...missing)
      const split = splits[missing.indexOf(most)] ?? 'train'
      let left = draw.perClass ? most : Infinity
      for (const [content, count] of unit) {
        if (count > left) continue
        left -= count
        put(content, count, split)
      }
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

/** The contents of each group, the largest groups first. */
function inTurn(contents: [string, number][], unitOf: (content: string) => string, seed: number): [string, number][][] {
  return [...Map.groupBy(contents, ([content]) => unitOf(content))]
    .map(([unit, members]) => ({
      members,
      count: members.reduce((sum, [, count]) => sum + count, 0),
      rank: hashBytes(Buffer.from(`${seed}:${unit}`)),
    }))
    .sort((a, b) => b.count - a.count || (a.rank < b.rank ? -1 : 1))
    .map(({ members }) => members)
}
