import {
  groupingSchema,
  type Dataset,
  type Divide,
  type DrawSettings,
  type Grouping,
  type Journal,
  type Split,
  type Work,
} from '../../../contract/index.ts'
import { dividedOf, divisionOf, drawSettingsOf, presentDivide } from '../edits/index.ts'
import type { Looks } from '../looks/index.ts'
import { divideAnew, followed, type Divisible, type Division } from './divide-anew.ts'
import { drawSplits, type PerSplit } from './draw-splits.ts'
import { groupsOf } from './groups.ts'
import { recordedSplits } from './recorded.ts'

/** A good photograph with the split that its folder gives, if any. */
export interface Found {
  file: string
  class: string
  sha256: string
  split: Split | null
}

export interface Decision {
  classes: readonly string[]
  splitting: 'given' | 'drawn'
  good: readonly Found[]
  /** The data set as it was, without a person's changes. */
  previous?: Dataset
  /** Those changes. */
  journal?: Journal
  looks: Looks
  /** Asked for; left out: as before, else the defaults. */
  shares?: PerSplit
  perClass?: PerSplit
  grouping?: Grouping
  seed?: number
  /** What was drawn before is drawn anew, which is then one more change in the journal. */
  redraw?: boolean
  work: Work
}

export interface Decided {
  /** Without the journal's changes. */
  splitOf: (photograph: Found) => Split | null
  /** What dataset.json keeps of how it was decided. */
  record: DrawSettings & Pick<Dataset, 'validationDrawn'>
  journal?: Journal
}

/** Draws splits for what is there; `recorded` ones stay. */
export type DrawBy = (settings: DrawSettings, recorded: ReadonlyMap<string, Split>) => Promise<Map<string, Split>>

/**
 * In which split each photograph is: where the folder gives it, that one, and a given test is never touched; where it gives
 * a training but no validation, the validation is drawn from the training; else all are drawn. What was drawn before stays,
 * until it is drawn anew: then the journal has that as its last step.
 */
export async function decideSplits(decision: Decision): Promise<Decided> {
  const { splitting, good, previous, journal } = decision
  const hasValidation = good.some(({ split }) => split === 'validation')
  const isPartial = splitting === 'given' && !hasValidation
  const isGiven = splitting === 'given' && hasValidation
  const isSameWay = previous?.splitting === splitting && Boolean(previous.validationDrawn) === isPartial
  const kept = isSameWay && !isGiven ? previous : undefined
  const way: Pick<Dataset, 'splitting' | 'validationDrawn'> = { splitting, ...(isPartial && { validationDrawn: true }) }
  const of = dividedOf(way)

  const present = kept && presentDivide(way, journal)
  const asked = decision.redraw && kept ? {} : decision
  const settings = settingsOf(kept, present ? {} : asked)
  if (!of)
    return { splitOf: ({ split }) => split, record: drawSettingsOf({ ...settings, grouping: undefined }), journal }

  const files = isPartial ? good.filter(({ split }) => split === 'train') : good
  const draw = drawer(decision, files, isPartial)
  const among: readonly Split[] = isPartial ? ['train', 'validation'] : ['train', 'validation', 'test']
  const before = (kept?.photographs ?? []).filter(({ split }) => among.includes(split))
  const drawn = await draw(settings, recordedSplits(before, files))
  const decided: Decided = {
    splitOf: ({ sha256, split }) => (isPartial && split !== 'train' ? split : (drawn.get(sha256) ?? null)),
    record: { ...settings, ...(isPartial && { validationDrawn: true as const }) },
    journal,
  }
  if (!kept) return decided

  const divisible: Divisible = { of, files, entries: [...kept.photographs, ...(kept.leftOut ?? [])], draw }
  const now = present && { divide: present, settings: settingsOf(present.settings, asked) }
  const known = journal && (await followed(journal, divisible, now))
  if (!decision.redraw) return { ...decided, journal: known }
  const division = divisionNow(presentDivide(way, known), {
    settings,
    placeOf: (content) => drawn.get(content) ?? null,
  })
  const anew = settingsOf(division.settings, decision)
  return { ...decided, journal: await divideAnew(known, divisible, anew, division) }
}

function divisionNow(divide: Divide | undefined, first: Division): Division {
  if (!divide) return first
  const places = divisionOf(divide)
  return { settings: divide.settings, placeOf: (content) => places.get(content) ?? null }
}

/** As asked for, else as before, else the defaults. A seed is asked for where nothing was drawn before, or all is anew. */
function settingsOf(before: DrawSettings | undefined, asked: Partial<Decision>): DrawSettings {
  const perClass = asked.perClass ?? (asked.shares ? undefined : before?.perClass)
  const mayReseed = !before || asked.redraw
  return {
    shares: [...(asked.shares ?? before?.shares ?? [50, 25, 25])],
    ...(perClass && { perClass: [...perClass] }),
    seed: (mayReseed ? asked.seed : undefined) ?? before?.seed ?? 0,
    grouping: asked.grouping ?? before?.grouping ?? groupingSchema.parse({}),
  }
}

function drawer(decision: Decision, files: readonly Found[], isPartial: boolean): DrawBy {
  const { classes, looks, work } = decision
  const known = new Map<string, Promise<Map<string, string>>>()
  const groupsBy = (grouping: Grouping) => {
    const key = JSON.stringify(grouping)
    const groups = known.get(key) ?? groupsOf(files, looks, grouping, work)
    known.set(key, groups)
    return groups
  }
  return async ({ shares, perClass, seed, grouping }, recorded) => {
    // Where nothing is left to draw, it does not matter what belongs together: a second import compares nothing.
    const isOpen = files.some(({ sha256 }) => !recorded.has(sha256))
    return drawSplits({
      classes,
      files,
      recorded,
      groups: isOpen && grouping ? await groupsBy(grouping) : undefined,
      shares: isPartial ? [shares[0], shares[1], 0] : shares,
      perClass,
      seed,
    })
  }
}
