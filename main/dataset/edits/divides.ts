import {
  splits,
  type Dataset,
  type Divide,
  type DrawSettings,
  type Journal,
  type Split,
} from '../../../contract/index.ts'

type Way = Pick<Dataset, 'splitting' | 'validationDrawn'>

/** What Thaw divides of such a data set; null: nothing, since the folder gives all splits. */
export function dividedOf({ splitting, validationDrawn }: Way): Divide['of'] | null {
  if (splitting === 'drawn') return 'all'
  return validationDrawn ? 'train' : null
}

/** The last time that a data set was divided anew, which is how it is divided now. Of another layout's divisions none counts. */
export function presentDivide(way: Way, journal: Journal | undefined): Divide | undefined {
  const edits = journal?.done.flatMap((step) => step.edits) ?? []
  return edits.findLast((edit): edit is Divide => edit.kind === 'divide' && edit.of === dividedOf(way))
}

/** Where each content came; null: beyond the counts. */
export function divisionOf({ contents }: Divide): Map<string, Split | null> {
  const places = [...splits.map((split) => [split, contents[split]] as const), [null, contents.beyond] as const]
  return new Map(places.flatMap(([place, all]) => all.map((content) => [content, place] as const)))
}

/** The same as it is kept. */
export function contentsOf(division: ReadonlyMap<string, Split | null>): Divide['contents'] {
  const all = [...division].sort(([a], [b]) => (a < b ? -1 : 1))
  const inside = (place: Split | null) => all.flatMap(([content, at]) => (at === place ? [content] : []))
  return {
    train: inside('train'),
    validation: inside('validation'),
    test: inside('test'),
    beyond: inside(null),
  }
}

/** Only how it is drawn, of whatever has that. */
export function drawSettingsOf({ shares, perClass, seed, grouping }: DrawSettings): DrawSettings {
  return { shares, ...(perClass && { perClass }), seed, ...(grouping && { grouping }) }
}

/** A journal in which each division is what `change` makes of it. */
export function withDivides(journal: Journal, change: (divide: Divide, time: string) => Divide): Journal {
  const changed = (steps: Journal['done']): Journal['done'] =>
    steps.map(({ time, edits }) => ({
      time,
      edits: edits.map((edit) => (edit.kind === 'divide' ? change(edit, time) : edit)),
    }))
  return { done: changed(journal.done), undone: changed(journal.undone) }
}

/**
 * The journal of a record after an import that began before its last changes: `read`, in which divisions know what is
 * new and the folder may have been divided anew, with what a person has done in `there` since. That division comes last.
 */
export function joined(read: Journal | undefined, there: Journal | undefined): Journal | undefined {
  if (!read) return there
  const known = new Map<string, Divide>()
  withDivides(read, (divide, time) => {
    known.set(time, divide)
    return divide
  })
  const { done, undone } = withDivides(there ?? { done: [], undone: [] }, (divide, time) => known.get(time) ?? divide)
  const last = read.done.at(-1)
  const isNew =
    last?.edits.every(({ kind }) => kind === 'divide') && ![...done, ...undone].some(({ time }) => time === last.time)
  return last && isNew ? { done: [...done, last], undone: [] } : { done, undone }
}
