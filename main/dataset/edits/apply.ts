import type { Dataset, Journal, LeftOut, Photograph, RecordedEdit, Split } from '../../../contract/index.ts'
import { byCodePoint, inKerasOrder } from '../order.ts'
import { renamed } from './first-labels.ts'

/** A photograph while changes are applied to it. */
interface State {
  readonly first: LeftOut
  class: string
  split: Split | undefined
  out: boolean
  hard: boolean
}

/** The data set as it was imported, without what a person changed since. The journal goes too. */
export function withoutEdits(dataset: Dataset): Dataset {
  const { edits, firstClasses, photographs, leftOut = [], ...rest } = dataset
  if (!edits) return dataset
  const classes = firstClasses ?? rest.classes
  const first = [...photographs, ...leftOut].map(asImported)
  const used = first.filter((entry): entry is Photograph => entry.split !== undefined)
  const unused = first.filter(({ split }) => split === undefined)
  return {
    ...rest,
    classes,
    photographs: inKerasOrder(classes, used),
    ...((rest.perClass || unused.length > 0) && { leftOut: inKerasOrder(classes, unused) }),
  }
}

function asImported({ labelled, drawn, hard: _, ...entry }: LeftOut): LeftOut {
  const { split, ...others } = { ...entry, class: labelled ?? entry.class }
  const first = drawn === undefined ? split : (drawn ?? undefined)
  return first === undefined ? others : { ...others, split: first }
}

/**
 * A data set as imported, with the changes of `journal` done one after the other. A change to a photograph that is gone
 * has no effect, and comes back with it; one that moved within the folder is known by its content.
 */
export function withEdits(imported: Dataset, journal: Journal | undefined): Dataset {
  if (!journal || journal.done.length + journal.undone.length === 0) return imported
  const { leftOut = [], ...rest } = imported
  const states = [...imported.photographs, ...leftOut].map((first): State => {
    return { first, class: first.class, split: first.split, out: first.split === undefined, hard: false }
  })
  const find = finder(states)
  const classes = new Set(imported.classes)
  for (const edit of journal.done.flatMap((step) => step.edits)) apply(edit, states, find, classes)

  const names = [...classes].sort(byCodePoint)
  const used = states.flatMap((state) => (state.out || !state.split ? [] : [{ ...entryOf(state), split: state.split }]))
  const unused = states.filter(({ out }) => out).map(entryOf)
  const isSame = names.join('\n') === imported.classes.join('\n')
  return {
    ...rest,
    classes: names,
    ...(!isSame && { firstClasses: imported.classes }),
    photographs: inKerasOrder(names, used),
    ...((imported.leftOut || unused.length > 0) && { leftOut: inKerasOrder(names, unused) }),
    edits: journal,
  }
}

function entryOf({ first, class: name, split, hard }: State): LeftOut {
  return {
    ...first,
    class: name,
    ...(split && { split }),
    ...(name !== first.class && { labelled: first.class }),
    ...(split !== first.split && { drawn: first.split ?? null }),
    ...(hard && { hard: true as const }),
  }
}

type Find = (named: { file: string; sha256?: string }) => State | undefined

function finder(states: readonly State[]): Find {
  const byFile = new Map(states.map((state) => [state.first.file, state]))
  const byContent = new Map(states.map((state) => [state.first.sha256, state]))
  return ({ file, sha256 }) => byFile.get(file) ?? (sha256 === undefined ? undefined : byContent.get(sha256))
}

function apply(edit: RecordedEdit, states: readonly State[], find: Find, classes: Set<string>): void {
  if (edit.kind === 'accept-finding') return
  if (edit.kind === 'rename-class' || edit.kind === 'merge-classes') {
    const before = [...classes]
    classes.clear()
    for (const name of before) classes.add(renamed(name, edit))
    for (const state of states) state.class = renamed(state.class, edit)
    return
  }
  if (edit.kind === 'relabel') classes.add(edit.class)
  for (const named of edit.photographs) {
    const state = find(named)
    if (state) change(state, edit)
  }
}

function change(state: State, edit: Extract<RecordedEdit, { photographs: unknown }>): void {
  if (edit.kind === 'relabel') state.class = edit.class
  else if (edit.kind === 'leave-out') state.out = true
  else if (edit.kind === 'mark-hard') state.hard = edit.hard
  else if (edit.kind === 'move') state.split = edit.split
  else {
    state.out = false
    state.split ??= 'train'
  }
}
