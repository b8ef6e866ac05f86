import type { Divide, DrawSettings, Journal, LeftOut, Split } from '../../../contract/index.ts'
import { contentsOf, divisionOf, withDivides } from '../edits/index.ts'
import type { DrawBy, Found } from './decide.ts'
import { recordedSplits } from './recorded.ts'

/** What can be divided anew. */
export interface Divisible {
  of: Divide['of']
  /** What is there now. */
  files: readonly Found[]
  /** What was there before. */
  entries: readonly LeftOut[]
  draw: DrawBy
}

/** How it is divided now: by what, and where each content is. */
export interface Division {
  settings: DrawSettings
  placeOf: (content: string) => Split | null
}

/**
 * The journal in which every division, also one that was undone, knows what has come since: undoing and redoing it then
 * leaves nothing without a place, and no twin on the other side. `present` is drawn by new settings from now on.
 */
export async function followed(
  journal: Journal,
  divisible: Divisible,
  present?: { divide: Divide; settings: DrawSettings },
): Promise<Journal> {
  const all = [...journal.done, ...journal.undone].flatMap((step) => step.edits)
  const known = new Map<Divide, Divide>()
  for (const edit of all) {
    if (edit.kind !== 'divide' || edit.of !== divisible.of) continue
    const settings = edit === present?.divide ? present.settings : edit.settings
    known.set(edit, await withNew({ ...edit, settings }, divisible))
  }
  return withDivides(journal, (divide) => known.get(divide) ?? divide)
}

async function withNew(divide: Divide, { files, entries, draw }: Divisible): Promise<Divide> {
  const places = divisionOf(divide)
  const at = ({ file, sha256 }: LeftOut) => {
    const split = places.get(sha256)
    return split ? [{ file, sha256, split }] : []
  }
  const recorded = recordedSplits(entries.flatMap(at), files)
  for (const [content, place] of places) if (place) recorded.set(content, place)
  const drawn = await draw(divide.settings, recorded)
  for (const { sha256 } of files) places.set(sha256, drawn.get(sha256) ?? null)
  return { ...divide, contents: contentsOf(places) }
}

/** The journal with one more step: all is drawn by `settings`. The same journal where that changes nothing. */
export async function divideAnew(
  journal: Journal | undefined,
  { of, files, draw }: Divisible,
  settings: DrawSettings,
  now: Division,
): Promise<Journal | undefined> {
  const drawn = await draw(settings, new Map())
  const isSame = files.every(({ sha256 }) => (drawn.get(sha256) ?? null) === now.placeOf(sha256))
  if (isSame && JSON.stringify(settings) === JSON.stringify(now.settings)) return journal
  const contents = contentsOf(new Map(files.map(({ sha256 }) => [sha256, drawn.get(sha256) ?? null])))
  const step = { time: new Date().toISOString(), edits: [{ kind: 'divide' as const, of, settings, contents }] }
  return { done: [...(journal?.done ?? []), step], undone: [] }
}
