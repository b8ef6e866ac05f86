import {
  fail,
  type Dataset,
  type Edit,
  type EditState,
  type EditStep,
  type Journal,
  type RecordedEdit,
  type StepSummary,
} from '../../../contract/index.ts'
import { withEdits, withoutEdits } from './apply.ts'

const empty: Journal = { done: [], undone: [] }

/**
 * The data set with changes made that belong together; what was undone before cannot be done again then.
 *
 * @throws `photograph-missing`, `class-missing`, `class-exists`, `one-class`, `nothing-to-do`
 */
export function withStep(dataset: Dataset, edits: readonly Edit[], time: string): Dataset {
  if (edits.length === 0) throw fail('nothing-to-do', 'No change was named.', { expected: 'at least one edit' })
  const { done } = dataset.edits ?? empty
  const recorded = record(dataset, edits)
  const before = done.flatMap((step) => step.edits)
  const imported = withoutEdits(dataset)
  recorded.forEach((edit, index) => {
    const so = withEdits(imported, { done: asSteps([...before, ...recorded.slice(0, index)]), undone: [] })
    checkClassEdit(edit, so.classes)
  })
  return withEdits(imported, { done: [...done, { time, edits: recorded }], undone: [] })
}

const asSteps = (edits: RecordedEdit[]): EditStep[] => (edits.length ? [{ time: '', edits }] : [])

/** Takes the last step back. @throws `nothing-to-undo` */
export function undone(dataset: Dataset): Dataset {
  const journal = dataset.edits ?? empty
  const last = journal.done.at(-1)
  if (!last) throw fail('nothing-to-undo', 'Nothing was changed that could be undone.')
  return withEdits(withoutEdits(dataset), { done: journal.done.slice(0, -1), undone: [...journal.undone, last] })
}

/** Does the step again that was undone last. @throws `nothing-to-redo` */
export function redone(dataset: Dataset): Dataset {
  const journal = dataset.edits ?? empty
  const next = journal.undone.at(-1)
  if (!next) throw fail('nothing-to-redo', 'Nothing was undone that could be done again.')
  return withEdits(withoutEdits(dataset), { done: [...journal.done, next], undone: journal.undone.slice(0, -1) })
}

/** What undo and redo would be about. */
export function editStateOf({ edits = empty }: Pick<Dataset, 'edits'>): EditState {
  return { undo: summary(edits.done.at(-1)), redo: summary(edits.undone.at(-1)) }
}

/** Identities of the findings that a person has accepted. */
export function acceptedFindings({ edits = empty }: Pick<Dataset, 'edits'>): ReadonlySet<string> {
  const all = edits.done.flatMap((step) => step.edits)
  return new Set(all.flatMap((edit) => (edit.kind === 'accept-finding' ? [edit.finding] : [])))
}

function summary(step: EditStep | undefined): StepSummary | null {
  const first = step?.edits[0]
  if (!step || !first) return null
  const counts = step.edits.map((edit) => {
    if ('photographs' in edit) return edit.photographs.length
    return edit.kind === 'merge-classes' ? edit.classes.length : 1
  })
  return { kind: first.kind, count: counts.reduce((sum, count) => sum + count, 0) }
}

/** Adds each photograph's content to its path. */
function record({ photographs, leftOut = [] }: Dataset, edits: readonly Edit[]): RecordedEdit[] {
  const all = [...photographs, ...leftOut]
  const byFile = new Map(all.map((entry) => [entry.file, entry.sha256]))
  const copies = new Map<string, number>()
  for (const { sha256 } of all) copies.set(sha256, (copies.get(sha256) ?? 0) + 1)
  return edits.map((edit): RecordedEdit => {
    if (!('photographs' in edit)) return edit
    const named = [...new Set(edit.photographs)].map((file) => {
      const sha256 = byFile.get(file)
      if (sha256 === undefined) throw missing(file)
      return copies.get(sha256) === 1 ? { file, sha256 } : { file }
    })
    return { ...edit, photographs: named }
  })
}

function checkClassEdit(edit: RecordedEdit, classes: readonly string[]): void {
  if (edit.kind !== 'rename-class' && edit.kind !== 'merge-classes') return
  const named = edit.kind === 'rename-class' ? [edit.class] : edit.classes
  const unknown = named.find((name) => !classes.includes(name))
  if (unknown !== undefined) {
    throw fail('class-missing', `There is no class ${unknown}.`, { expected: classes.join(', '), found: unknown })
  }
  if (edit.kind === 'rename-class' && edit.to !== edit.class && classes.includes(edit.to)) {
    throw fail('class-exists', `There is a class ${edit.to} already.`, {
      found: edit.to,
      remedy: 'Choose another name, or merge the two classes.',
    })
  }
  const left = new Set([...classes.filter((name) => !named.includes(name)), edit.to])
  if (left.size >= 2) return
  throw fail('one-class', 'One class would be left, with nothing to tell apart.', {
    expected: 'at least two classes',
    found: edit.to,
  })
}

function missing(file: string) {
  return fail('photograph-missing', 'The data set has no such photograph.', {
    found: file,
    file,
    remedy: 'Read the folder again: it may have been moved or set aside.',
  })
}
