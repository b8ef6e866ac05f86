import type { Dataset, Photograph, RecordedEdit } from '../../../contract/index.ts'

/**
 * The class of each photograph as its folder labelled it, in the names of the present classes: classes that were renamed
 * or merged since are followed, photographs that were given another label are not. What an accuracy on labels that nobody
 * corrected is computed with.
 */
export function firstLabelOf({ edits }: Pick<Dataset, 'edits'>): (photograph: ClassOf) => string {
  const changes = (edits?.done ?? []).flatMap((step) => step.edits)
  const known = new Map<string, string>()
  return ({ class: name, labelled }) => {
    const first = labelled ?? name
    const before = known.get(first)
    if (before !== undefined) return before
    const now = changes.reduce(renamed, first)
    known.set(first, now)
    return now
  }
}

type ClassOf = Pick<Photograph, 'class' | 'labelled'>

/** What one change makes of a class's name. */
export function renamed(name: string, edit: RecordedEdit): string {
  if (edit.kind === 'rename-class') return name === edit.class ? edit.to : name
  if (edit.kind === 'merge-classes') return edit.classes.includes(name) ? edit.to : name
  return name
}
