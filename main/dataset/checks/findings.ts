import type { Dataset, Finding, SplitCounts } from '../../../contract/index.ts'
import { acceptedFindings } from '../edits/index.ts'
import type { Checked } from './checked-file.ts'
import {
  saidOfAside,
  saidOfEmptySplits,
  saidOfImbalance,
  saidOfSmallClasses,
  saidOfTraits,
  saidOfUnused,
} from './classes.ts'
import { nearGroups, saidOfIdentical, saidOfNear } from './copies.ts'
import { findingOf, type Said } from './parts.ts'
import { saidOfLabels, saidOfLooks, saidOfSizes } from './pictures.ts'

type Groups = Parameters<typeof saidOfIdentical>[0]

/**
 * What a person should know about a data set before training on it, worst first, but for what a person has accepted.
 * `identical`: photographs with the same content. `checked`: what the photographs themselves told; null: not looked at.
 */
export function findProblems(
  dataset: Dataset,
  identical: Groups,
  counts: SplitCounts,
  checked: Checked | null,
): Finding[] {
  const { photographs } = dataset
  const same = saidOfIdentical(identical)
  const near = checked ? saidOfNear(nearGroups(photographs, checked.near), checked.confirmedBy) : null
  const all: Said[] = [
    ...same.leaks,
    ...(near?.leaks ?? []),
    ...same.labels,
    ...saidOfEmptySplits(dataset, counts),
    ...(checked ? saidOfTraits(dataset, checked) : []),
    ...(near?.labels ?? []),
    ...(checked ? saidOfLabels(dataset, checked) : []),
    ...(checked ? saidOfLooks(photographs, checked) : []),
    ...same.copies,
    ...(near?.copies ?? []),
    ...saidOfAside(dataset),
    ...saidOfImbalance(dataset, counts),
    ...(checked ? saidOfSizes(photographs) : []),
    ...saidOfSmallClasses(dataset, counts),
    ...saidOfUnused(dataset),
  ]
  const accepted = acceptedFindings(dataset)
  return all.flatMap((said) => findingOf(said, accepted) ?? [])
}
