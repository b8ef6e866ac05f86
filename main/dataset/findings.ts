import { splits, type Dataset, type Finding, type Photograph, type SplitCounts } from '../../contract/index.ts'

/** Below this many photographs to train on, a class is called small. */
const fewToTrain = 20
/** The largest class may have this many times the photographs of the smallest. */
const balanced = 3

type Groups = readonly (readonly Photograph[])[]

/** What a person should know about a data set before training on it, worst first. `groups`: identical photographs. */
export function findProblems(dataset: Dataset, groups: Groups, counts: SplitCounts): Finding[] {
  return [
    ...leaks(groups),
    ...twoLabels(groups),
    ...emptySplits(dataset, counts),
    ...duplicates(groups),
    ...setAside(dataset),
    ...imbalance(dataset, counts),
    ...smallClasses(dataset, counts),
    ...leftOut(dataset),
  ]
}

function filesOf(groups: Groups): string[] {
  return groups.flat().map(({ file }) => file)
}

function spread<K extends 'split' | 'class'>(group: readonly Photograph[], key: K): number {
  return new Set(group.map((photograph) => photograph[key])).size
}

function leaks(groups: Groups): Finding[] {
  const leaking = groups.filter((group) => spread(group, 'split') > 1)
  if (leaking.length === 0) return []
  return [
    {
      kind: 'leak',
      files: filesOf(leaking),
      evidence: `${pictures(leaking.length)} in more than one split, so that training sees what it is judged by.`,
      remedy: 'Keep each of them in one split only.',
    },
  ]
}

function twoLabels(groups: Groups): Finding[] {
  const conflicting = groups.filter((group) => spread(group, 'class') > 1)
  if (conflicting.length === 0) return []
  return [
    {
      kind: 'two-labels',
      files: filesOf(conflicting),
      evidence: `${pictures(conflicting.length)} in more than one class, so that one of the labels is wrong.`,
      remedy: 'Keep each of them in the class that is right.',
    },
  ]
}

function emptySplits({ classes }: Dataset, counts: SplitCounts): Finding[] {
  return splits.flatMap((split): Finding[] => {
    const without = classes.filter((name) => (counts[split][name] ?? 0) === 0)
    if (without.length === 0) return []
    const which = without.length === classes.length ? 'no photographs' : `no photographs of ${without.join(', ')}`
    return [
      {
        kind: 'empty-split',
        files: [],
        evidence: `${split} has ${which}.`,
        remedy: `Add photographs to ${split}, or give the class folders without splits and let Thaw divide them.`,
      },
    ]
  })
}

function duplicates(groups: Groups): Finding[] {
  const copies = groups.filter((group) => spread(group, 'split') === 1)
  if (copies.length === 0) return []
  return [
    {
      kind: 'duplicates',
      files: filesOf(copies),
      evidence: `${pictures(copies.length)} more than once in the same split, and counts for more than the others.`,
      remedy: 'Delete the copies.',
    },
  ]
}

function setAside({ quarantined }: Dataset): Finding[] {
  if (quarantined.length === 0) return []
  const reasons = [...Map.groupBy(quarantined, ({ reason }) => reason)].map(([reason, of]) => `${reason} ${of.length}`)
  return [
    {
      kind: 'quarantined',
      files: quarantined.map(({ file }) => file),
      evidence: `${quarantined.length} ${quarantined.length === 1 ? 'file is' : 'files are'} set aside: ${reasons.join(', ')}.`,
      remedy: 'Replace or delete them, if they should be used; training goes on without them.',
    },
  ]
}

function imbalance({ classes, photographs }: Dataset, counts: SplitCounts): Finding[] {
  if (photographs.length === 0) return []
  const sizes = classes
    .map((name) => ({ name, size: splits.reduce((sum, split) => sum + (counts[split][name] ?? 0), 0) }))
    .sort((a, b) => b.size - a.size)
  const [most, least] = [sizes[0], sizes.at(-1)]
  if (!most || !least || most.size <= balanced * least.size) return []
  return [
    {
      kind: 'imbalance',
      files: [],
      evidence: `${most.name} has ${most.size} photographs, ${least.name} ${least.size}.`,
      remedy: `Add photographs of ${least.name}, or read the balanced accuracy instead of the accuracy.`,
    },
  ]
}

function smallClasses({ classes }: Dataset, counts: SplitCounts): Finding[] {
  const small = classes.filter((name) => (counts.train[name] ?? 0) < fewToTrain)
  if (small.length === 0) return []
  return [
    {
      kind: 'few-photographs',
      files: [],
      evidence: `Few photographs to train on: ${small.map((name) => `${name} ${counts.train[name] ?? 0}`).join(', ')}.`,
      remedy: `Add some, to at least ${fewToTrain} of each class in train; with fewer, results vary with the draw.`,
    },
  ]
}

function leftOut({ leftOut: unused = [] }: Dataset): Finding[] {
  if (unused.length === 0) return []
  return [
    {
      kind: 'left-out',
      files: unused.map(({ file }) => file),
      evidence: `${unused.length} good photographs are not used, because fewer of each class were asked for.`,
      remedy: 'Import with larger counts, or with shares, to use them.',
    },
  ]
}

function pictures(count: number): string {
  return count === 1 ? 'One picture lies' : `${count} pictures lie`
}
