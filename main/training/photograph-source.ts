import type { Augmentation, PixelRule, Work } from '../../contract/index.ts'
import { openAugmenter, type Augmenter, type Draw } from '../dataset/index.ts'
import { baseBatch, type Base } from '../features/index.ts'
import type { OpenSource } from './row-source.ts'

/** A photograph to learn from. */
export interface Photograph {
  /** Absolute. */
  path: string
  sha256: string
  /** Index of the class. */
  label: number
}

export interface PhotographSourceOptions {
  photographs: readonly Photograph[]
  rule: PixelRule
  /** Of one sample: what the base gives, or (size, size, 3). */
  shape: readonly number[]
  settings: Augmentation
  /** How a photograph is varied in a pass; null: it is as it is. */
  drawOf: (sha256: string, pass: number) => Draw | null
  /** The frozen part that each photograph goes through, closed with the source; null: training takes pixels, uint8. */
  base: Base | null
  work: Work
}

/** Photographs that are decoded, varied and put through the frozen part in every pass anew: nothing is kept on disk. */
export function openPhotographSource(options: PhotographSourceOptions): OpenSource {
  const { photographs, rule, shape, settings, drawOf, base, work } = options
  const labels = Int32Array.from(photographs, ({ label }) => label)
  const length = shape.reduce((a, b) => a * b, 1)
  const files = photographs.map(({ path }) => path)
  const hashes = photographs.map(({ sha256 }) => sha256)
  let augmenter: Augmenter | null = null
  const pixelsOf = (order: Uint32Array, batch: number, pass: number) => {
    augmenter ??= openAugmenter({ files, hashes, rule })
    const draws = (place: number) => drawOf(hashes[order[place]!]!, pass)
    return augmenter.batches({ order, draws, settings, batch, work })
  }
  const labelsOf = (order: Uint32Array, from: number, to: number) =>
    Int32Array.from(order.subarray(from, to), (index) => labels[index]!)
  return {
    count: photographs.length,
    shape,
    labels,
    async *batches(order, batch, pass) {
      if (!base) {
        for await (const { start, count, pixels } of pixelsOf(order, batch, pass)) {
          yield { values: pixels, labels: labelsOf(order, start, start + count) }
        }
        return
      }
      // The base takes its own number at a time, whatever a step takes.
      let held = new Float32Array(0)
      let given = 0
      for await (const { count, pixels } of pixelsOf(order, baseBatch, pass)) {
        const rows = base.features(pixels, count)
        const joined = new Float32Array(held.length + rows.length)
        joined.set(held)
        joined.set(rows, held.length)
        held = joined
        for (; held.length >= batch * length; given += batch) {
          yield { values: held.slice(0, batch * length), labels: labelsOf(order, given, given + batch) }
          held = held.slice(batch * length)
        }
      }
      if (held.length) yield { values: held, labels: labelsOf(order, given, order.length) }
    },
    async close() {
      await augmenter?.close()
      base?.close()
    },
  }
}
