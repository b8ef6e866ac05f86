import { setImmediate } from 'node:timers/promises'
import { gather, type Rows } from './rows.ts'

/** Samples of one step. */
export interface Batch {
  /** (n, …shape): float32, or uint8 where the network takes pixels. Only until the next batch is asked for. */
  readonly values: Float32Array | Uint8Array
  /** int32 (n): the class's index. */
  readonly labels: Int32Array
}

/** What training draws its samples from, wherever they lie or are made. */
export interface Source {
  readonly count: number
  /** Of one sample, without the batch axis. */
  readonly shape: readonly number[]
  /** int32 (count) */
  readonly labels: Int32Array
  /**
   * The samples of `order` in batches, the last of which may be shorter, with a turn of the event loop before each. `pass`
   * says how often a stage has been through its samples: a source that varies them draws anew in every pass, and the same
   * again for the same pass.
   */
  batches(order: Uint32Array, batch: number, pass: number): AsyncIterable<Batch>
}

/** The indices of each batch. */
export function* slices(order: Uint32Array, batch: number): Generator<Uint32Array> {
  for (let at = 0; at < order.length; at += batch) yield order.subarray(at, at + batch)
}

/** Samples that are in memory. */
export function memorySource(rows: Rows): Source {
  const { count, shape, labels } = rows
  return {
    count,
    shape,
    labels,
    async *batches(order, batch) {
      for (const indices of slices(order, batch)) {
        await setImmediate() // lets a cancel in
        yield gather(rows, indices)
      }
    },
  }
}

/** All samples in their own order. */
export const inOrder = ({ count }: Pick<Source, 'count'>): Uint32Array =>
  Uint32Array.from({ length: count }, (_, i) => i)
