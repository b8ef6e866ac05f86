/** What is selected in a list: some of its items, the one that has the focus, and where a range begins. */
export interface Selection {
  chosen: ReadonlySet<string>
  focus: string | null
  anchor: string | null
}

export const nothing: Selection = { chosen: new Set(), focus: null, anchor: null }

/** How a click or key selects: alone, one more or less, or all from where the range began. */
export type How = 'only' | 'toggle' | 'range'

/** The selection after a click on `item`; `order`: all items as they are shown. */
export function select(before: Selection, order: readonly string[], item: string, how: How): Selection {
  if (how === 'range' && before.anchor !== null) {
    const [a, b] = [order.indexOf(before.anchor), order.indexOf(item)]
    if (a >= 0 && b >= 0) {
      return { chosen: new Set(order.slice(Math.min(a, b), Math.max(a, b) + 1)), focus: item, anchor: before.anchor }
    }
  }
  if (how !== 'toggle') return { chosen: new Set([item]), focus: item, anchor: item }
  const chosen = new Set(before.chosen)
  if (!chosen.delete(item)) chosen.add(item)
  return { chosen, focus: item, anchor: item }
}

/** What is left of a selection when the list has changed. */
export function among(before: Selection, order: readonly string[]): Selection {
  const there = new Set(order)
  const kept = (item: string | null): string | null => (item !== null && there.has(item) ? item : null)
  return {
    chosen: new Set([...before.chosen].filter((item) => there.has(item))),
    focus: kept(before.focus),
    anchor: kept(before.anchor),
  }
}
