import type { NetworkRow } from '../../contract/index.ts'

/*
 * The line stands below base layer `at`, counted from the input: 0 thaws the whole base, the number of base layers freezes it all.
 */

/** A network's rows by part, each from the input up. */
export interface Stack {
  input: NetworkRow | null
  base: NetworkRow[]
  head: NetworkRow[]
}

export function stackOf(rows: NetworkRow[]): Stack {
  return {
    input: rows.find(({ part }) => part === 'input') ?? null,
    base: rows.filter(({ part }) => part === 'base'),
    head: rows.filter(({ part }) => part === 'head'),
  }
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
  const cached = sum(base.slice(0, boundaryAt({ input: null, base, head }, at) + 1), multiplyAdds)
  return total === 0 ? 0 : 1 - cached / total
}

/** Bytes that the cache takes for this many photographs, in float32. */
export function cacheBytes(stack: Stack, at: number, photographs: number): number {
  const row = stack.base[boundaryAt(stack, at)]
  return row ? row.outputShape.reduce((product, size) => product * size, 4) * photographs : 0
}

export interface EpochWork {
  train: number
  validation: number
  /** Photographs per second through the whole base. */
  imagesPerSecond: number
}

/**
 * Seconds of one epoch with the line at `at`, estimated: a step computes forward, and backward at twice its price, what lies above the
 * cache; validation only forward. Work per second is what the last extraction showed.
 */
export function epochSeconds(stack: Stack, at: number, { train, validation, imagesPerSecond }: EpochWork): number {
  const perSecond = imagesPerSecond * sum(stack.base, multiplyAdds)
  const above = sum(stack.base.slice(boundaryAt(stack, at) + 1), multiplyAdds) + sum(stack.head, multiplyAdds)
  return perSecond === 0 ? 0 : (above * (3 * train + validation)) / perSecond
}

/** Where the line goes for a key, or null for a key that is not the line's. */
export function lineAfterKey({ base }: Stack, at: number, key: string): number | null {
  const top = base.length
  if (key === 'ArrowUp') return Math.min(top, at + 1)
  if (key === 'ArrowDown') return Math.max(0, at - 1)
  if (key === 'Home') return 0
  if (key === 'End') return top
  const starts = [...base.keys()].filter((i) => i === 0 || base[i]?.block !== base[i - 1]?.block).concat(top)
  if (key === 'PageUp') return starts.find((start) => start > at) ?? top
  if (key === 'PageDown') return starts.findLast((start) => start < at) ?? 0
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
