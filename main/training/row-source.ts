import { setImmediate } from 'node:timers/promises'
import { openNpyRows, type NpyRows } from '../formats/index.ts'
import { slices, type Batch, type Source } from './source.ts'

/** Rows up to this many bytes are read into memory once; larger ones are read as they are needed. */
const memoryBytes = 256 << 20

/** A source whose files are open. Close it when done. */
export interface OpenSource extends Source {
  close(): Promise<void>
}

/** One file of rows: all of it, or what is asked for. */
type Reader = (order: Uint32Array, into: Float32Array) => Promise<void>

async function readerOf(rows: NpyRows, inMemory: boolean): Promise<Reader> {
  const length = rows.rowShape.reduce((a, b) => a * b, 1)
  if (!inMemory) {
    return async (order, into) => {
      await Promise.all(
        Array.from(order, (index, i) => rows.read(index, index + 1, into.subarray(i * length, (i + 1) * length))),
      )
    }
  }
  const all = await rows.read(0, rows.rows)
  return async (order, into) => {
    order.forEach((index, i) => into.set(all.subarray(index * length, (index + 1) * length), i * length))
    await setImmediate() // lets a cancel in
  }
}

/**
 * Rows of .npy files, each of which holds the same samples in the same order under another draw: pass p takes those of file
 * p modulo their number. The next batch is read while the present one is learned from; what it takes of memory does not
 * depend on how many rows there are.
 */
export async function openRowSource(files: readonly string[], labels: Int32Array): Promise<OpenSource> {
  const open: NpyRows[] = []
  try {
    for (const file of files) open.push(await openNpyRows(file))
    const [{ rows: count, rowShape: shape }] = open as [NpyRows]
    const length = shape.reduce((a, b) => a * b, 1)
    const inMemory = files.length * count * length * 4 <= memoryBytes
    const readers = await Promise.all(open.map((rows) => readerOf(rows, inMemory)))
    return {
      count,
      shape,
      labels,
      async *batches(order, batch, pass) {
        const read = readers[pass % readers.length]!
        // One is learned from while the other is filled: new ones for every batch would keep the garbage collector busy.
        const buffers = [0, 1].map(() => new Float32Array(Math.min(batch, order.length) * length))
        const next = async (indices: Uint32Array): Promise<Batch> => {
          buffers.reverse()
          const values = buffers[0]!.subarray(0, indices.length * length)
          await read(indices, values)
          return { values, labels: Int32Array.from(indices, (index) => labels[index]!) }
        }
        let ahead: Promise<Batch> | null = null
        for (const indices of slices(order, batch)) {
          const now = ahead
          ahead = next(indices)
          ahead.catch(() => {}) // it is awaited below
          if (now) yield await now
        }
        if (ahead) yield await ahead
      },
      close: async () => void (await Promise.all(open.map((rows) => rows.close()))),
    }
  } catch (error) {
    await Promise.all(open.map((rows) => rows.close()))
    throw error
  }
}
