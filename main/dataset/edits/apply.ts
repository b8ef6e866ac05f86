import type {
  Dataset,
  DrawSettings,
  Journal,
  LeftOut,
  Photograph,
  RecordedEdit,
  Split,
} from '../../../contract/index.ts'
import { byCodePoint, inKerasOrder } from '../order.ts'
import { divisionOf, drawSettingsOf, presentDivide } from './divides.ts'
import { renamed } from './first-labels.ts'

/** A photograph while changes are applied to it. */
interface State {
  readonly first: LeftOut
  class: string
  /** Where it was drawn; undefined: beyond the counts. */
  drawn: Split | undefined
  /** Where a person moved it, which counts however it is drawn. */
  moved?: Split
  /** What a person said of its use, if anything; brought back from beyond the counts it is used for training. */
  use?: 'out' | 'in'
  wasBroughtBack?: boolean
  hard: boolean
}

/** The data set as it was imported, without what a person changed since. The journal goes too. */
export function withoutEdits(dataset: Dataset): Dataset {
  const { edits, firstClasses, firstDraw, photographs, leftOut = [], ...others } = dataset
  if (!edits) return dataset
  const rest = firstDraw ? drawnBy(others, firstDraw) : others
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

function drawnBy<Rest extends DrawSettings>({ perClass: _, grouping: __, ...rest }: Rest, settings: DrawSettings) {
  return { ...rest, ...settings }
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
  const { photographs, leftOut = [], ...rest } = imported
  const states = [...photographs, ...leftOut].map((first): State => {
    return { first, class: first.class, drawn: first.split, hard: false }
  })
  const find = finder(states)
  const classes = new Set(imported.classes)
  const divide = presentDivide(imported, journal)
  for (const edit of journal.done.flatMap((step) => step.edits)) {
    if (edit.kind !== 'divide') apply(edit, states, find, classes)
    else if (edit === divide) redraw(states, divisionOf(edit))
  }

  const names = [...classes].sort(byCodePoint)
  const used = states.flatMap((state) => {
    const split = splitOf(state)
    return isOut(state) || !split ? [] : [{ ...entryOf(state), split }]
  })
  const unused = states.filter(isOut).map(entryOf)
  const isSame = names.join('\n') === imported.classes.join('\n')
  return {
    ...(divide ? { ...drawnBy(rest, divide.settings), firstDraw: drawSettingsOf(rest) } : rest),
    classes: names,
    ...(!isSame && { firstClasses: imported.classes }),
    photographs: inKerasOrder(names, used),
    ...((imported.leftOut || unused.length > 0) && { leftOut: inKerasOrder(names, unused) }),
    edits: journal,
  }
}

function splitOf({ drawn, moved, wasBroughtBack }: State): Split | undefined {
  return moved ?? drawn ?? (wasBroughtBack ? 'train' : undefined)
}

function isOut({ drawn, use }: State): boolean {
  return use === undefined ? drawn === undefined : use === 'out'
}

function entryOf(state: State): LeftOut {
  const { first, class: name, hard } = state
  const split = splitOf(state)
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

/** A photograph that no division knows stays where it is. */
function redraw(states: readonly State[], division: ReadonlyMap<string, Split | null>): void {
  for (const state of states) {
    const place = division.get(state.first.sha256)
    if (place !== undefined) state.drawn = place ?? undefined
  }
}

type OfPhotographs = Extract<RecordedEdit, { photographs: unknown }>
type OfClasses = Extract<RecordedEdit, { kind: 'rename-class' | 'merge-classes' | 'accept-finding' }>

function apply(edit: OfPhotographs | OfClasses, states: readonly State[], find: Find, classes: Set<string>): void {
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

function change(state: State, edit: OfPhotographs): void {
  if (edit.kind === 'relabel') state.class = edit.class
  else if (edit.kind === 'leave-out') state.use = 'out'
  else if (edit.kind === 'mark-hard') state.hard = edit.hard
  else if (edit.kind === 'move') state.moved = edit.split
  else {
    state.use = 'in'
    state.wasBroughtBack = true
  }
}
