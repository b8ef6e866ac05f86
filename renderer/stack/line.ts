import type { NetworkRow } from '../../contract/index.ts'

/*
 * The line stands below base layer `at`, counted from the input: 0 thaws the whole base, the number of base layers freezes it all.
 */

/** A network's rows by part, each from the input up. */
export interface Stack {
  input: NetworkRow | null
  /** Up to and with the cut: what is used. */
  base: NetworkRow[]
  /** Of the base, above the cut. */
  unused: NetworkRow[]
  head: NetworkRow[]
}

/** @param cut the base's last layer that is used; left out or unknown: all of it */
export function stackOf(rows: NetworkRow[], cut: string | null = null): Stack {
  const base = rows.filter(({ part }) => part === 'base')
  const at = base.findIndex(({ name }) => name === cut)
  return withCut(
    {
      input: rows.find(({ part }) => part === 'input') ?? null,
      base,
      unused: [],
      head: rows.filter(({ part }) => part === 'head'),
    },
    at < 0 ? base.length : at + 1,
  )
}

/** The same with so many layers of the base used; the head's own rows stay. */
export function withCut(stack: Stack, count: number): Stack {
  const all = [...stack.base, ...stack.unused]
  return { ...stack, base: all.slice(0, count), unused: all.slice(count) }
}

const sum = (rows: NetworkRow[], of: (row: NetworkRow) => number): number =>
  rows.reduce((total, row) => total + of(row), 0)
const params = (row: NetworkRow): number => row.params
const multiplyAdds = (row: NetworkRow): number => row.multiplyAdds

/** Parameters that learn, and that stay as they are, with the line at `at`. */
export function parametersAt({ base, head }: Stack, at: number): { trainable: number; frozen: number } {
  return { trainable: sum(base.slice(at), params) + sum(head, params), frozen: sum(base.slice(0, at), params) }
}

/** Index of the base layer whose output is computed once and kept: the highest possible one below the line. -1: none. */
export function boundaryAt({ base }: Stack, at: number): number {
  return base.slice(0, at).findLastIndex(({ boundary }) => boundary)
}

/** What of a forward pass is still computed at each step, 0..1: the rest comes from the cache. */
export function computedShare({ base, head }: Stack, at: number): number {
  const total = sum(base, multiplyAdds) + sum(head, multiplyAdds)
  const cached = sum(base.slice(0, boundaryAt({ input: null, base, unused: [], head }, at) + 1), multiplyAdds)
  return total === 0 ? 0 : 1 - cached / total
}

/** Bytes that the cache takes for this many photographs, in float32. */
export function cacheBytes(stack: Stack, at: number, photographs: number): number {
  const row = stack.base[boundaryAt(stack, at)]
  return row ? row.outputShape.reduce((product, size) => product * size, 4) * photographs : 0
}

/** Where the line goes for a key, or null for a key that is not the line's. */
export function lineAfterKey({ base }: Stack, at: number, key: string): number | null {
  return placeAfterKey(base, at, key, 0)
}

/** The same for the cut, which stands above the base's layer `count`, counted from 1: one layer at least is used. */
export function cutAfterKey({ base, unused }: Stack, count: number, key: string): number | null {
  return placeAfterKey([...base, ...unused], count, key, 1)
}

function placeAfterKey(rows: NetworkRow[], at: number, key: string, lowest: number): number | null {
  const top = rows.length
  if (key === 'ArrowUp') return Math.min(top, at + 1)
  if (key === 'ArrowDown') return Math.max(lowest, at - 1)
  if (key === 'Home') return lowest
  if (key === 'End') return top
  const starts = [...rows.keys()].filter((i) => i === 0 || rows[i]?.block !== rows[i - 1]?.block).concat(top)
  if (key === 'PageUp') return starts.find((start) => start > at) ?? top
  if (key === 'PageDown') return Math.max(lowest, starts.findLast((start) => start < at) ?? lowest)
  return null
}

/**
 * How readily this many trainable parameters learn a training set by heart, 0..1: the logarithm of parameters per photograph between 10⁴
 * and 1.4·10⁵, a rule of thumb and no more.
 */
export function overfittingRisk(trainable: number, photographs: number): number {
  if (photographs === 0) return 1
  const [low, high] = [Math.log10(1e4), Math.log10(1.4e5)]
  return Math.min(1, Math.max(0, (Math.log10(trainable / photographs) - low) / (high - low)))
}
