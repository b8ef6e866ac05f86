import type { FindingCase, Photograph, Remedy, Split } from '../../../contract/index.ts'
import { newUnion } from '../split/index.ts'
import { nearBits, sureBits } from '../looks/index.ts'
import type { Checked } from './checked-file.ts'
import { caseOf, leaveOut, relabel, type Said } from './parts.ts'

type Group = readonly Photograph[]

/** Which split keeps a photograph that is in several: what is judged by is not touched, then what is learned from. */
const keeps: readonly Split[] = ['test', 'train', 'validation']

/** Photographs with the same content. */
export function identicalGroups(photographs: readonly Photograph[]): Photograph[][] {
  return [...Map.groupBy(photographs, ({ sha256 }) => sha256).values()].filter((group) => group.length > 1)
}

/** Photographs that look alike, of at least two contents. */
export function nearGroups(photographs: readonly Photograph[], near: Checked['near']): Photograph[][] {
  const union = newUnion()
  for (const { contents } of near) union.join(...contents)
  const names = union.groups()
  const alike = photographs.filter(({ sha256 }) => names.has(sha256))
  return [...Map.groupBy(alike, ({ sha256 }) => names.get(sha256)!).values()].filter(
    (group) => spread(group, 'sha256') > 1,
  )
}

/** What identical photographs mean: leaks, two labels, copies. */
export function saidOfIdentical(groups: readonly Group[]): { leaks: Said[]; labels: Said[]; copies: Said[] } {
  const [leaking, conflicting, copies] = sorted(groups)
  return {
    leaks: said('leak', leaking, splitCase, {
      severity: 'error',
      evidence: `${pictures(leaking.length)} in more than one split, so that training sees what it is judged by.`,
      remedy: 'Keep each of them in one split only.',
    }),
    labels: said('two-labels', conflicting, labelCase, {
      severity: 'error',
      evidence: `${pictures(conflicting.length)} in more than one class, so that one of the labels is wrong.`,
      remedy: 'Keep each of them in the class that is right.',
    }),
    copies: said('duplicates', copies, copyCase, {
      severity: 'warning',
      evidence: `${pictures(copies.length)} more than once in the same split, and counts for more than the others.`,
      remedy: 'Leave out the copies.',
    }),
  }
}

/** The same for photographs that only look alike. */
export function saidOfNear(groups: readonly Group[], by: string | null) {
  const [leaking, conflicting, copies] = sorted(groups)
  const how = methodOf(by)
  const facts = { method: how, bits: by === null ? sureBits : nearBits, by: by ?? '' }
  return {
    leaks: said('near-leak', leaking, splitCase, {
      severity: 'error',
      facts,
      evidence: `${pictures(leaking.length)} in more than one split as near-duplicates (${how}).`,
      remedy: 'Keep those that look alike in one split only.',
    }),
    labels: said('near-two-labels', conflicting, labelCase, {
      severity: 'warning',
      facts,
      evidence: `${pictures(conflicting.length)} in more than one class as near-duplicates (${how}).`,
      remedy: 'Keep those that look alike in the class that is right.',
    }),
    copies: said('near-duplicates', copies, copyCase, {
      severity: 'note',
      facts,
      evidence: `${pictures(copies.length)} more than once in the same split as near-duplicates (${how}).`,
      remedy: 'Leave out the copies, if they show nothing new.',
    }),
  }
}

/** Both thresholds, in words. */
function methodOf(by: string | null): string {
  if (by === null) return `perceptual hash, at most ${sureBits} of 63 bits apart`
  return `perceptual hash, at most ${nearBits} of 63 bits apart, and features of ${by}`
}

function sorted(groups: readonly Group[]): [Group[], Group[], Group[]] {
  return [
    groups.filter((group) => spread(group, 'split') > 1),
    groups.filter((group) => spread(group, 'class') > 1),
    groups.filter((group) => spread(group, 'split') === 1),
  ]
}

function spread(group: Group, key: 'split' | 'class' | 'sha256'): number {
  return new Set(group.map((photograph) => photograph[key])).size
}

function said(
  kind: string,
  groups: readonly Group[],
  caseFor: (kind: string, group: Group) => FindingCase,
  words: Omit<Said, 'kind' | 'cases' | 'remedies'>,
): Said[] {
  if (groups.length === 0) return []
  const cases = groups.map((group) => caseFor(kind, group))
  return [{ kind, ...words, cases, remedies: togetherOf(cases) }]
}

/** The first remedy of every case at once, where that leaves photographs out. */
function togetherOf(cases: readonly FindingCase[]): Remedy[] {
  const out = cases.map(({ remedies }) => remedies[0]).filter((remedy) => remedy?.kind === 'leave-out')
  if (out.length < cases.length) return []
  const files = out.flatMap(
    (remedy) => remedy?.edits.flatMap((edit) => ('photographs' in edit ? edit.photographs : [])) ?? [],
  )
  return [leaveOut([...new Set(files)])]
}

const filesOf = (group: Group): string[] => group.map(({ file }) => file)

function splitCase(kind: string, group: Group): FindingCase {
  const kept = keeps.find((split) => group.some((photograph) => photograph.split === split)) ?? 'train'
  const others = group.filter(({ split }) => split !== kept)
  const from = [...new Set(others.map(({ split }) => split))]
  const facts = { kept, from: from.join(', ') }
  return caseOf(kind, filesOf(group), facts, [leaveOut(filesOf(others), from.length === 1 ? { split: from[0]! } : {})])
}

function labelCase(kind: string, group: Group): FindingCase {
  const classes = [...new Set(group.map((photograph) => photograph.class))]
  const choices = classes.map((name) => relabel(filesOf(group.filter((photograph) => photograph.class !== name)), name))
  return caseOf(kind, filesOf(group), { classes: classes.join(', ') }, [...choices, leaveOut(filesOf(group))])
}

function copyCase(kind: string, group: Group): FindingCase {
  return caseOf(kind, filesOf(group), { split: group[0]?.split ?? 'train' }, [leaveOut(filesOf(group.slice(1)))])
}

function pictures(count: number): string {
  return count === 1 ? 'One picture lies' : `${count} pictures lie`
}
