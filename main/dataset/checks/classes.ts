import { splits, type Dataset, type SplitCounts } from '../../../contract/index.ts'
import type { Checked } from './checked-file.ts'
import { percent, type Said } from './parts.ts'

/** Below this many photographs to train on, a class is called small. */
const fewToTrain = 20
/** The largest class may have this many times the photographs of the smallest. */
const balanced = 3

export function saidOfEmptySplits({ classes }: Dataset, counts: SplitCounts): Said[] {
  return splits.flatMap((split): Said[] => {
    const without = classes.filter((name) => (counts[split][name] ?? 0) === 0)
    if (without.length === 0) return []
    const which = without.length === classes.length ? 'no photographs' : `no photographs of ${without.join(', ')}`
    return [
      {
        kind: 'empty-split',
        severity: 'error',
        facts: { split, classes: without.length === classes.length ? '' : without.join(', ') },
        evidence: `${split} has ${which}.`,
        remedy: `Add photographs to ${split}, or give the class folders without splits and let Thaw divide them.`,
      },
    ]
  })
}

export function saidOfAside({ quarantined }: Dataset): Said[] {
  if (quarantined.length === 0) return []
  const reasons = [...Map.groupBy(quarantined, ({ reason }) => reason)].map(([reason, of]) => `${reason} ${of.length}`)
  return [
    {
      kind: 'quarantined',
      severity: 'note',
      files: quarantined.map(({ file }) => file),
      evidence: `${quarantined.length} ${quarantined.length === 1 ? 'file is' : 'files are'} set aside: ${reasons.join(', ')}.`,
      remedy: 'Replace or delete them, if they should be used; training goes on without them.',
    },
  ]
}

export function saidOfImbalance({ classes, photographs }: Dataset, counts: SplitCounts): Said[] {
  if (photographs.length === 0) return []
  const sizes = classes
    .map((name) => ({ name, size: splits.reduce((sum, split) => sum + (counts[split][name] ?? 0), 0) }))
    .sort((a, b) => b.size - a.size)
  const [most, least] = [sizes[0], sizes.at(-1)]
  if (!most || !least || most.size <= balanced * least.size) return []
  return [
    {
      kind: 'imbalance',
      severity: 'warning',
      facts: { most: most.name, mostSize: most.size, least: least.name, leastSize: least.size },
      evidence: `${most.name} has ${most.size} photographs, ${least.name} ${least.size}.`,
      remedy: `Add photographs of ${least.name}, or read the balanced accuracy instead of the accuracy.`,
      remedies: [{ kind: 'class-weights', facts: {}, edits: [] }],
    },
  ]
}

export function saidOfSmallClasses({ classes }: Dataset, counts: SplitCounts): Said[] {
  const small = classes.filter((name) => (counts.train[name] ?? 0) < fewToTrain)
  if (small.length === 0) return []
  const list = small.map((name) => `${name} ${counts.train[name] ?? 0}`).join(', ')
  return [
    {
      kind: 'few-photographs',
      severity: 'note',
      facts: { classes: list, least: fewToTrain },
      evidence: `Few photographs to train on: ${list}.`,
      remedy: `Add some, to at least ${fewToTrain} of each class in train; with fewer, results vary with the draw.`,
    },
  ]
}

/** Of those beyond the counts asked for, not of those that a person left out. */
export function saidOfUnused({ leftOut = [] }: Dataset): Said[] {
  const unused = leftOut.filter(({ split }) => split === undefined)
  if (unused.length === 0) return []
  return [
    {
      kind: 'left-out',
      severity: 'note',
      files: unused.map(({ file }) => file),
      evidence: `${unused.length} good photographs are not used, because fewer of each class were asked for.`,
      remedy: 'Import with larger counts, or with shares, to use them.',
    },
  ]
}

/** Classes that could be told without looking at the picture. */
export function saidOfTraits({ classes }: Dataset, { traits }: Checked): Said[] {
  return traits
    .filter((trait) => classes.includes(trait.class))
    .map(({ trait, class: name, value, inside, outside }): Said => {
      const what = trait === 'format' ? `${value} files` : `pictures of ${value} pixels`
      return {
        kind: `class-${trait}`,
        severity: 'warning',
        facts: { class: name, value, inside, outside },
        evidence: `${percent(inside)} of ${name} are ${what}, and ${percent(outside)} of the others.`,
        remedy: 'Give all classes pictures of one kind: else the network may learn that, and not what is on them.',
      }
    })
}
