import { unwatched } from '../../contract/index.ts'
import { decodeBatches } from '../../main/dataset/index.ts'
import { baseBatch, openBase } from '../../main/features/index.ts'
import { shapesOf, upTo, type Network, type Weights } from '../../main/network/index.ts'
import type { Rows } from '../../main/training/index.ts'
import { fromPixels, pixelRule, type Sample } from './photographs.ts'

/** What a base gives at `cut`, in float32 with ImageNet's preprocessing, for some photographs and their labels. */
export async function featuresAt(
  base: { network: Network; weights: Weights },
  cut: string,
  photographs: readonly Sample[],
): Promise<Rows> {
  const { network, weights, preprocessing } = fromPixels(base.network, base.weights, 'imagenet')
  const open = openBase({ network: upTo(network, cut), weights, precision: 'float32', preprocessing })
  const values = new Float32Array(open.rowLength * photographs.length)
  try {
    const files = photographs.map(({ file }) => file)
    const batches = decodeBatches({ files, rule: pixelRule, batch: baseBatch, work: unwatched() })
    for await (const { start, pixels, count } of batches) {
      values.set(open.features(pixels, count), start * open.rowLength)
    }
  } finally {
    open.close()
  }
  const shape = shapesOf(base.network).get(cut)?.map(Number) ?? []
  return { count: photographs.length, shape, values, labels: Int32Array.from(photographs, ({ label }) => label) }
}

/** The first `count` rows. */
export function firstRows(rows: Rows, count: number): Rows {
  const length = rows.values.length / rows.count
  return { ...rows, count, values: rows.values.slice(0, count * length), labels: rows.labels.slice(0, count) }
}
