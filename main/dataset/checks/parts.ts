import type { Edit, Finding, FindingCase, Remedy, Severity } from '../../../contract/index.ts'
import { hashBytes } from '../../files/index.ts'

/** What a check says; the rest follows from it. */
export interface Said {
  kind: string
  severity: Severity
  evidence: string
  remedy: string
  facts?: Finding['facts']
  cases?: FindingCase[]
  /** Where there are no cases. */
  files?: string[]
  remedies?: Remedy[]
}

/** The same name for the same kind and photographs, whatever else changes. */
export function idOf(kind: string, files: readonly string[]): string {
  return `${kind}-${hashBytes(Buffer.from(JSON.stringify([...files].sort()))).slice(0, 16)}`
}

/**
 * A finding of what is said, without the cases that a person has accepted; null where nothing is left. `count` is among
 * its facts, and it can be accepted.
 */
export function findingOf(said: Said, accepted: ReadonlySet<string>): Finding | null {
  const cases = said.cases?.filter(({ id }) => !accepted.has(id))
  if (cases?.length === 0) return null
  const files = cases ? cases.flatMap((one) => one.files) : (said.files ?? [])
  const facts = { count: cases?.length ?? files.length, ...said.facts }
  const id = idOf(said.kind, [...files, ...(files.length ? [] : [JSON.stringify(facts)])])
  if (accepted.has(id)) return null
  const { kind, severity, evidence, remedy, remedies = [] } = said
  return { kind, files, evidence, remedy, id, severity, facts, cases: cases ?? [], remedies: [...remedies, accept(id)] }
}

export function caseOf(kind: string, files: string[], facts: FindingCase['facts'], remedies: Remedy[]): FindingCase {
  const id = idOf(`${kind}-case`, files)
  return { id, files, facts, remedies: [...remedies, accept(id)] }
}

export function accept(finding: string): Remedy {
  return { kind: 'accept', facts: {}, edits: [{ kind: 'accept-finding', finding }] }
}

export function leaveOut(files: string[], facts: Remedy['facts'] = {}): Remedy {
  return {
    kind: 'leave-out',
    facts: { count: files.length, ...facts },
    edits: [{ kind: 'leave-out', photographs: files }],
  }
}

export function relabel(files: string[], name: string): Remedy {
  const edit: Edit = { kind: 'relabel', photographs: files, class: name }
  return { kind: 'relabel', facts: { count: files.length, class: name }, edits: [edit] }
}

export const percent = (share: number): string => `${Math.round(100 * share)} %`
