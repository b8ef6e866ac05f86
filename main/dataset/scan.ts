import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import type { Dataset, Photograph, SetAside, Work } from '../../contract/index.ts'
import { inspectFile, type Inspection } from './inspect.ts'
import { whyText, type Layout, type Placed } from './layouts/index.ts'
import { sizeAndTime } from './list-files.ts'
import type { Looks } from './looks/index.ts'
import { mapSeveral } from './several.ts'

/** A good photograph; its split is null until it is drawn. */
export type Scanned = Omit<Photograph, 'split'> & { split: Photograph['split'] | null }

/**
 * Reads every file of `layout` once, several at a time, and adds to `looks` what good photographs look like. A file that
 * `previous` lists with the same size and modification time is not read again, unless its look is `needed` and unknown.
 * Every file ends in exactly one of the two lists, both in the layout's order.
 */
export async function scanFiles(
  root: string,
  layout: Layout,
  previous: Dataset | undefined,
  { looks, needed }: { looks: Looks; needed: boolean },
  work: Work,
): Promise<{ good: Scanned[]; setAside: SetAside[] }> {
  const known = knownFiles(previous)
  let done = 0
  const results = await mapSeveral(layout.files, 2 * availableParallelism(), async (placed) => {
    work.signal.throwIfAborted()
    const inspection = await inspect(root, placed, known, (content) => !needed || looks.has(content))
    work.progress('scan', ++done, layout.files.length, 'files')
    return { placed, inspection }
  })
  const good: Scanned[] = []
  const setAside: SetAside[] = []
  for (const { placed, inspection } of results) {
    const { file, split } = placed
    if ('reason' in inspection) setAside.push({ file, ...inspection })
    else if (placed.class !== null) {
      const { seen, ...picture } = inspection
      if (seen) looks.set(picture.sha256, seen)
      good.push({ file, class: placed.class, split, ...picture })
    }
  }
  if (good.length + setAside.length !== layout.files.length) {
    throw new Error(`Of ${layout.files.length} files, ${good.length} are good and ${setAside.length} set aside.`)
  }
  return { good, setAside }
}

async function inspect(
  root: string,
  placed: Placed,
  known: Map<string, Inspection>,
  isSeen: (sha256: string) => boolean,
): Promise<Inspection> {
  const path = join(root, placed.file)
  if (placed.refusal) return { ...placed.refusal, ...(await sizeAndTime(path)) }
  if (placed.class === null) {
    return {
      reason: 'no-class',
      detail: placed.why ? whyText(placed.why) : 'Nothing says its class.',
      ...(await sizeAndTime(path)),
    }
  }
  const before = known.get(placed.file)
  if (before && ('reason' in before || isSeen(before.sha256))) {
    const { bytes, modified } = await sizeAndTime(path)
    if (bytes === before.bytes && modified === before.modified) return before
  }
  return inspectFile(path)
}

/** What need not be read again if it did not change. Permissions and folders may have changed without the file. */
function knownFiles(previous: Dataset | undefined): Map<string, Inspection> {
  const known = new Map<string, Inspection>()
  if (!previous) return known
  for (const { file, sha256, width, height, bytes, modified } of [
    ...previous.photographs,
    ...(previous.leftOut ?? []),
  ]) {
    known.set(file, { sha256, width, height, bytes, modified })
  }
  for (const { file, reason, detail, bytes, modified } of previous.quarantined) {
    if (reason === 'unreadable' || reason === 'link-outside' || reason === 'no-class') continue
    known.set(file, { reason, detail, bytes, modified })
  }
  return known
}
