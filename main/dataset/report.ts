import type { Dataset, DatasetReport, Photograph, SplitCounts } from '../../contract/index.ts'
import { findProblems, identicalGroups, type Checked } from './checks/index.ts'

/**
 * What there is in a data set and what is wrong with it, from its record and what checks of its photographs have found;
 * no file is read.
 */
export function reportOn(dataset: Dataset, checked: Checked | null = null): DatasetReport {
  const groups = identicalGroups(dataset.photographs)
  const counts = countBySplit(dataset)
  return {
    classes: dataset.classes,
    splits: counts,
    quarantined: dataset.quarantined.map(({ file, reason, detail }) => ({ file, reason, detail })),
    duplicates: groups.map(filesOf),
    leaks: groups.filter((group) => new Set(group.map(({ split }) => split)).size > 1).map(filesOf),
    findings: findProblems(dataset, groups, counts, checked),
  }
}

function filesOf(photographs: readonly Photograph[]): string[] {
  return photographs.map(({ file }) => file)
}

function countBySplit({ classes, photographs }: Dataset): SplitCounts {
  const none = (): Record<string, number> => Object.fromEntries(classes.map((name) => [name, 0]))
  const counts: SplitCounts = { train: none(), validation: none(), test: none() }
  for (const { split, class: name } of photographs) counts[split][name] = (counts[split][name] ?? 0) + 1
  return counts
}
