import type { Dataset, Photograph } from '../../../contract/index.ts'
import type { Checked } from './checked-file.ts'
import { caseOf, leaveOut, percent, relabel, type Said } from './parts.ts'
import { darkBrightness } from './quick.ts'

/** Fewer pixels than this on the shorter side say little at any input size; and sides that are so unlike are odd. */
const fewPixels = 32
const oddRatio = 4

/** Pictures with nothing on them, or nearly nothing to see. */
export function saidOfLooks(photographs: readonly Photograph[], { blank, dark }: Checked): Said[] {
  const one = (kind: string, contents: readonly string[], evidence: (count: number) => string): Said[] => {
    const wanted = new Set(contents)
    const found = photographs.filter(({ sha256 }) => wanted.has(sha256)).map(({ file }) => file)
    if (found.length === 0) return []
    const cases = found.map((file) => caseOf(kind, [file], {}, [leaveOut([file])]))
    const remedy = 'Leave them out, unless such pictures are to be recognised.'
    return [{ kind, severity: 'warning', evidence: evidence(found.length), remedy, cases, remedies: [leaveOut(found)] }]
  }
  return [
    ...one('blank', blank, (count) => `${counted(count)} blank: one even colour.`),
    ...one('dark', dark, (count) => {
      return `${counted(count)} very dark: 95 in 100 pixels are no brighter than ${darkBrightness} of 255.`
    }),
  ]
}

/** Pictures with very few pixels, and strips. */
export function saidOfSizes(photographs: readonly Photograph[]): Said[] {
  const odd = photographs.filter(({ width, height }) => {
    return Math.min(width, height) < fewPixels || Math.max(width, height) > oddRatio * Math.min(width, height)
  })
  if (odd.length === 0) return []
  const kind = 'odd-size'
  const cases = odd.map(({ file, width, height }) => caseOf(kind, [file], { width, height }, [leaveOut([file])]))
  return [
    {
      kind,
      severity: 'note',
      facts: { pixels: fewPixels, ratio: oddRatio },
      evidence:
        `${counted(odd.length)} of an odd size: less than ${fewPixels} pixels on a side, or one side more than ` +
        `${oddRatio} times the other.`,
      remedy: 'Leave them out, or choose a fit that does not stretch them.',
      cases,
      remedies: [leaveOut(odd.map(({ file }) => file))],
    },
  ]
}

/** Labels that are probably wrong. What was relabelled since is not said again. */
export function saidOfLabels({ classes, photographs }: Dataset, { labels }: Checked): Said[] {
  const byFile = new Map(photographs.map((photograph) => [photograph.file, photograph]))
  const suspects = (labels?.suspects ?? []).filter(({ file, sha256, label, suggested }) => {
    const now = byFile.get(file)
    return now?.sha256 === sha256 && now.class === label && classes.includes(suggested)
  })
  if (!labels || suspects.length === 0) return []
  const kind = 'wrong-label'
  const cases = suspects.map(({ file, label, suggested, confidence }) => {
    const facts = { label, suggested, confidence }
    return caseOf(kind, [file], facts, [relabel([file], suggested), leaveOut([file])])
  })
  const [first] = suspects
  const example = first ? ` The surest: ${first.file}, ${first.suggested} at ${percent(first.confidence)}.` : ''
  const verb = suspects.length === 1 ? 'One label is' : `${suspects.length} labels are`
  return [
    {
      kind,
      severity: 'warning',
      facts: { method: labels.method },
      evidence: `${verb} probably wrong (${labels.method}).${example}`,
      remedy: 'Look at each of them, and relabel those that are.',
      cases,
    },
  ]
}

function counted(count: number): string {
  return count === 1 ? 'One picture is' : `${count} pictures are`
}
