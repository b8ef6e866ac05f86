import { groupingSchema, type Dataset, type Grouping, type Split, type Work } from '../../../contract/index.ts'
import type { Looks } from '../looks/index.ts'
import { drawSplits, type PerSplit } from './draw-splits.ts'
import { groupsOf } from './groups.ts'

/** A good photograph with the split that its folder gives, if any. */
interface Found {
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
  looks: Looks
  /** Asked for; left out: as before, else the defaults. */
  shares?: PerSplit
  perClass?: PerSplit
  grouping?: Grouping
  /** What was drawn before is drawn anew, by the same seed and shares. */
  redraw?: boolean
  seed: number
  work: Work
}

export interface Decided {
  splitOf: (photograph: Found) => Split | null
  /** What dataset.json keeps of how it was decided. */
  record: Pick<Dataset, 'shares' | 'perClass' | 'seed' | 'grouping' | 'validationDrawn'>
}

/**
 * In which split each photograph is: where the folder gives it, that one, and a given test is never touched; where it gives
 * a training but no validation, the validation is drawn from the training; else all are drawn. What was drawn before stays.
 */
export async function decideSplits(decision: Decision): Promise<Decided> {
  const { classes, splitting, good, previous, looks, work } = decision
  const hasValidation = good.some(({ split }) => split === 'validation')
  const isPartial = splitting === 'given' && !hasValidation
  const isGiven = splitting === 'given' && hasValidation
  const isSameWay = previous?.splitting === splitting && Boolean(previous.validationDrawn) === isPartial
  const kept = isSameWay && !isGiven ? previous : undefined

  const seed = kept?.seed ?? decision.seed
  const shares = decision.shares ?? kept?.shares ?? [50, 25, 25]
  const perClass = decision.perClass ?? (decision.shares ? undefined : kept?.perClass)
  const grouping = decision.grouping ?? kept?.grouping ?? groupingSchema.parse({})
  const record: Decided['record'] = { shares: [...shares], ...(perClass && { perClass: [...perClass] }), seed }
  if (isGiven) return { splitOf: ({ split }) => split, record }

  const files = isPartial ? good.filter(({ split }) => split === 'train') : good
  const drawn = drawSplits({
    classes,
    files,
    recorded: recordedSplits(
      decision.redraw ? undefined : kept,
      files,
      isPartial ? ['train', 'validation'] : undefined,
    ),
    groups: await groupsOf(files, looks, grouping, work),
    shares: isPartial ? [shares[0], shares[1], 0] : shares,
    perClass,
    seed,
  })
  return {
    splitOf: ({ sha256, split }) => (isPartial && split !== 'train' ? split : (drawn.get(sha256) ?? null)),
    record: { ...record, grouping, ...(isPartial && { validationDrawn: true as const }) },
  }
}

/** The recorded split of what is there now: by content, else, for a file that was edited, by its path. */
function recordedSplits(
  kept: Dataset | undefined,
  good: readonly Found[],
  among?: readonly Split[],
): Map<string, Split> {
  const recorded = new Map<string, Split>()
  const byFile = new Map<string, Split>()
  for (const { file, sha256, split } of kept?.photographs ?? []) {
    if (among && !among.includes(split)) continue
    if (!recorded.has(sha256)) recorded.set(sha256, split)
    byFile.set(file, split)
  }
  for (const { file, sha256 } of good) {
    const split = byFile.get(file)
    if (split && !recorded.has(sha256)) recorded.set(sha256, split)
  }
  return recorded
}
