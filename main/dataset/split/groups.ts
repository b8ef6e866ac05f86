import type { Grouping, Work } from '../../../contract/index.ts'
import { byCodePoint } from '../order.ts'
import { twinsAmong, type Looks } from '../looks/index.ts'
import { newUnion, type Union } from './union.ts'

interface Placed {
  file: string
  sha256: string
}

/**
 * Which contents belong together, so that no split gets one and another its twin: from each content to the least of its
 * group; those that stand alone are left out. Together belong, as `grouping` says, near-duplicates (`twinsAmong`),
 * what one camera took within so many seconds of the picture before, and files of one folder whose names are the same up
 * to the last `prefix`.
 */
export async function groupsOf(
  files: readonly Placed[],
  looks: Looks,
  grouping: Grouping,
  work: Work,
): Promise<Map<string, string>> {
  const union = newUnion()
  if (grouping.near) await joinTwins(files, looks, union, work)
  if (grouping.seconds > 0) joinBursts(files, looks, grouping.seconds, union)
  if (grouping.prefix) joinPrefixes(files, grouping.prefix, union)
  return union.groups()
}

async function joinTwins(files: readonly Placed[], looks: Looks, union: Union, work: Work): Promise<void> {
  const found = files.map(({ sha256 }) => sha256)
  for (const { contents } of await twinsAmong(found, looks, work)) union.join(...contents)
}

function joinBursts(files: readonly Placed[], looks: Looks, seconds: number, union: Union): void {
  const shots = files.flatMap(({ sha256 }) => {
    const { camera = '', taken = null } = looks.get(sha256) ?? {}
    return camera && taken !== null ? [{ sha256, camera, taken }] : []
  })
  for (const roll of Map.groupBy(shots, ({ camera }) => camera).values()) {
    roll.sort((a, b) => a.taken - b.taken)
    roll.forEach((shot, index) => {
      const before = roll[index - 1]
      if (before && shot.taken - before.taken <= seconds) union.join(before.sha256, shot.sha256)
    })
  }
}

function joinPrefixes(files: readonly Placed[], separator: string, union: Union): void {
  const first = new Map<string, string>()
  for (const { file, sha256 } of [...files].sort((a, b) => byCodePoint(a.file, b.file))) {
    const stem = file.slice(0, file.lastIndexOf('.') > file.lastIndexOf('/') ? file.lastIndexOf('.') : undefined)
    const end = stem.lastIndexOf(separator)
    if (end <= stem.lastIndexOf('/') + 1) continue
    const prefix = stem.slice(0, end)
    const other = first.get(prefix)
    if (other === undefined) first.set(prefix, sha256)
    else union.join(other, sha256)
  }
}
