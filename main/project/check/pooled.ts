import { splits, type Plan, type Split, type Work } from '../../../contract/index.ts'
import {
  chooseWay,
  extractFeatures,
  featureFiles,
  featureKeyOf,
  openBase,
  prepareBase,
  type Item,
} from '../../features/index.ts'
import { openNpyRows } from '../../formats/index.ts'

/** Rows read at once. */
const chunk = 256

/**
 * The mean over places of the base's last feature map, for every photograph by its sha256: what stays of it when it is
 * mirrored or cropped a little. The features come from the cache in `folder`, where a first run finds them again.
 */
export async function pooledFeatures(
  folder: string,
  items: Record<Split, readonly Item[]>,
  plan: Plan,
  work: Work,
): Promise<Map<string, Float32Array>> {
  const prepared = await prepareBase(plan, work)
  const way = { ...(await chooseWay(prepared, plan, work)), precision: 'float32' as const }
  const key = featureKeyOf(prepared, plan, way)
  const wanted = splits.filter((split) => items[split].length > 0)
  const extracted = await extractFeatures({
    folder,
    key,
    items: Object.fromEntries(wanted.map((split) => [split, items[split]])),
    openBase: () => openBase({ ...prepared, ...way }),
    work,
  })
  const pooled = new Map<string, Float32Array>()
  for (const split of wanted) {
    const rows = await openNpyRows(featureFiles(extracted, split).features, key.shape)
    try {
      await poolRows(rows, items[split], pooled, work)
    } finally {
      await rows.close()
    }
  }
  return pooled
}

async function poolRows(
  rows: Awaited<ReturnType<typeof openNpyRows>>,
  items: readonly Item[],
  pooled: Map<string, Float32Array>,
  work: Work,
): Promise<void> {
  const channels = rows.rowShape.at(-1) ?? 1
  const length = rows.rowShape.reduce((a, b) => a * b, 1)
  for (let from = 0; from < rows.rows; from += chunk) {
    work.signal.throwIfAborted()
    const values = await rows.read(from, Math.min(rows.rows, from + chunk))
    for (let row = 0; row * length < values.length; row++) {
      const item = items[from + row]
      if (item) pooled.set(item.sha256, pool(values.subarray(row * length, (row + 1) * length), channels))
    }
  }
}

function pool(values: Float32Array, channels: number): Float32Array {
  const sums = new Float32Array(channels)
  const places = values.length / channels
  values.forEach((value, at) => (sums[at % channels]! += value / places))
  return sums
}

/** The cosine of the angle between two vectors; 0 where one has no length. */
export function cosine(a: Float32Array, b: Float32Array): number {
  let [dot, one, other] = [0, 0, 0]
  a.forEach((value, at) => {
    dot += value * b[at]!
    one += value * value
    other += b[at]! * b[at]!
  })
  return one === 0 || other === 0 ? 0 : dot / Math.sqrt(one * other)
}
