import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { splits, type Split, type Work } from '../../contract/index.ts'
import { writeAtomically } from '../files/index.ts'
import { decodeBatches } from '../dataset/index.ts'
import { baseBatch, type Base } from './base.ts'
import { folderOfKey, type FeatureKey } from './key.ts'
import { discardPending, openPending } from './pending.ts'
import { composeSplit, findRows, isComplete, splitFiles, type Item, type Place } from './split-files.ts'

export interface ExtractOptions {
  /** The project's features/ folder. */
  folder: string
  key: FeatureKey
  /** The photographs of each split that is wanted. */
  items: Partial<Record<Split, readonly Item[]>>
  /** Called once, when a photograph has to be computed; closed here. */
  openBase: () => Base
  work: Work
}

export interface Extracted {
  /** features/KEY */
  folder: string
  /** Photographs that went through the base. */
  computed: number
  /** Seconds in the base alone, and from the first photograph to the last. */
  seconds: number
  imagesPerSecond: number | null
}

/**
 * Makes the features of every photograph asked for, each once: a row that exists is found by the photograph's hash,
 * wherever it lies. Killed at any point, it goes on where it was.
 */
export async function extractFeatures({ folder, key, items, openBase, work }: ExtractOptions): Promise<Extracted> {
  const home = join(folder, folderOfKey(key))
  const wanted = splits.flatMap((split) => (items[split] ? [{ split, items: items[split] }] : []))
  const states = await Promise.all(wanted.map(({ split, items }) => isComplete(home, split, items, key.shape)))
  const incomplete = wanted.filter((_, i) => !states[i])
  const nothing = { folder: home, computed: 0, seconds: 0, imagesPerSecond: null }
  if (!incomplete.length) return nothing

  await mkdir(home, { recursive: true })
  await writeAtomically(join(home, 'key.json'), JSON.stringify(key, null, 2))
  const found = await findRows(home, key.shape)
  try {
    const pending = await openPending(home, key.shape)
    const known = new Set([...found.places.keys(), ...pending.kept])
    const todo = unique(incomplete.flatMap(({ items }) => items)).filter((item) => !known.has(item.sha256))
    let timed = { seconds: 0, imagesPerSecond: null as number | null }
    if (todo.length)
      timed = await compute(todo, key, openBase, pending, work).catch(async (error: unknown) => {
        await pending.close()
        throw error
      })
    const { rows, hashes } = await pending.finish()
    found.open.push(rows)
    const places = new Map<string, Place>(found.places)
    hashes.forEach((hash, index) => places.set(hash, { rows, index }))
    const composed = []
    for (const { split, items } of incomplete) {
      composed.push(await composeSplit(home, split, items, key.shape, (hash) => places.get(hash)!))
    }
    await Promise.all(found.open.splice(0).map((rows) => rows.close()))
    for (const split of composed) await split.finish()
    await discardPending(home)
    return { folder: home, computed: todo.length, ...timed }
  } finally {
    await Promise.all(found.open.map((rows) => rows.close()))
  }
}

function unique(items: readonly Item[]): Item[] {
  return [...new Map(items.map((item) => [item.sha256, item])).values()]
}

type Pending = Awaited<ReturnType<typeof openPending>>

async function compute(items: Item[], key: FeatureKey, open: () => Base, pending: Pending, work: Work) {
  const files = items.map((item) => item.path)
  // The first photographs are decoded while TensorFlow loads the base.
  const hashes = items.map((item) => item.sha256)
  const batches = decodeBatches({ files, hashes, rule: key.pixels, batch: baseBatch, work })[Symbol.asyncIterator]()
  const first = batches.next()
  first.catch(() => {}) // it is awaited below, after the base is open
  const base = open()
  const started = performance.now()
  let kept = Promise.resolve()
  try {
    work.progress('extract', 0, items.length, 'photographs')
    for (let next = await first; !next.done; next = await batches.next()) {
      work.signal.throwIfAborted()
      const { start, count, pixels } = next.value
      const rows = base.features(pixels, count)
      await kept // the disk works while TensorFlow does
      kept = pending.append(rows, hashes.slice(start, start + count))
      kept.catch(() => {}) // it is awaited before the next batch is kept
      work.progress('extract', start + count, items.length, 'photographs')
    }
    await kept
  } finally {
    await kept.catch(() => {})
    await batches.return?.(undefined)
    base.close()
  }
  const seconds = (performance.now() - started) / 1000
  return { seconds, imagesPerSecond: items.length / seconds }
}

/** The files that hold a split's features, labels and order. */
export const featureFiles = (extracted: Pick<Extracted, 'folder'>, split: Split) => splitFiles(extracted.folder, split)
