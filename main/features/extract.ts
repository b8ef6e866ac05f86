import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { splits, type Split, type Work } from '../../contract/index.ts'
import { augmentedBatches, decodeBatches } from '../dataset/index.ts'
import { needRoom, writeAtomically } from '../files/index.ts'
import { baseBatch, type Base } from './base.ts'
import { drawOfKey } from './draws.ts'
import { addCost, markUsed } from './evict.ts'
import { folderOfKey, type FeatureKey } from './key.ts'
import { discardPending, openPending } from './pending.ts'
import {
  composeSplit,
  findRows,
  isComplete,
  markDamaged,
  readSound,
  splitFiles,
  type Item,
  type Place,
} from './split-files.ts'

/** Features of a lower boundary, from which those of a higher one can be computed. */
export interface Lower {
  key: FeatureKey
  /** From that boundary to the one wanted. */
  openBase: () => Base
}

export interface ExtractOptions {
  /** The project's features/ folder. */
  folder: string
  key: FeatureKey
  /** The photographs of each split that is wanted. */
  items: Partial<Record<Split, readonly Item[]>>
  /** Called once, when a photograph has to be computed; closed here. */
  openBase: () => Base
  /** Lower boundaries that may be in the folder, the nearest first. */
  lower?: readonly Lower[]
  work: Work
}

export interface Extracted {
  /** features/KEY */
  folder: string
  key: FeatureKey
  /** Photographs that went through the base. */
  computed: number
  /** Of them, those that went on from a lower boundary. */
  fromLower: number
  /** Seconds in the base alone, and from the first photograph to the last. */
  seconds: number
  /** Photographs a second from pixels; null when none were. */
  imagesPerSecond: number | null
}

/**
 * Makes the features of every photograph asked for, each once: a row that exists is found by the photograph's hash,
 * wherever it lies, one of a lower boundary spares what lies below it, and a row whose bytes have changed is made again. Killed
 * at any point, it goes on where it was.
 *
 * @throws `disk-short` before it begins
 */
export async function extractFeatures(options: ExtractOptions): Promise<Extracted> {
  const { folder, key, items, work } = options
  const home = join(folder, folderOfKey(key))
  const wanted = splits.flatMap((split) => (items[split] ? [{ split, items: items[split] }] : []))
  const result: Extracted = { folder: home, key, computed: 0, fromLower: 0, seconds: 0, imagesPerSecond: null }
  const damaged = new Set<string>()
  for (;;) {
    const states = await Promise.all(wanted.map(({ split, items }) => isComplete(home, split, items, key.shape)))
    const incomplete = wanted.filter((_, i) => !states[i])
    if (!incomplete.length) {
      const found = await Promise.all(
        wanted.map(({ split, items }) => markDamaged(home, split, items, key.shape, work.signal)),
      )
      if (found.every((count) => count === 0)) {
        await markUsed(home)
        return result
      }
      const text = `Features in ${home} had changed on disk and are made again.`
      work.emit('message-logged', { level: 'warning', text })
      continue
    }
    await mkdir(home, { recursive: true })
    await writeAtomically(join(home, 'key.json'), JSON.stringify(key, null, 2))
    await makeSplits(options, home, incomplete, damaged, result)
  }
}

async function makeSplits(
  options: ExtractOptions,
  home: string,
  incomplete: readonly { split: Split; items: readonly Item[] }[],
  damaged: Set<string>,
  result: Extracted,
): Promise<void> {
  const { key, work } = options
  const found = await findRows(home, key.shape)
  const composed: NonNullable<Awaited<ReturnType<typeof composeSplit>>>[] = []
  try {
    for (const sha256 of damaged) found.places.delete(sha256)
    const pending = await openPending(home, key.shape, work)
    const known = new Set([...found.places.keys(), ...pending.kept.map(({ sha256 }) => sha256)])
    for (const sha256 of damaged) known.delete(sha256)
    const todo = unique(incomplete.flatMap(({ items }) => items)).filter((item) => !known.has(item.sha256))
    const rowBytes = 4 * key.shape.reduce((a, b) => a * b, 1)
    const written = incomplete.reduce((sum, { items }) => sum + items.length, 0) + todo.length
    try {
      await needRoom(home, written * rowBytes)
      const started = performance.now()
      if (todo.length) await compute(todo, options, pending, result)
      if (todo.length) await addCost(home, (performance.now() - started) / 1000)
    } catch (error) {
      await pending.close()
      throw error
    }
    const { rows, kept } = await pending.finish()
    found.open.push(rows)
    const places = new Map<string, Place>(found.places)
    kept.forEach(({ sha256, crc }, index) => places.set(sha256, { rows, index, crc }))
    damaged.clear()
    for (const { split, items } of incomplete) {
      const place = (hash: string) => places.get(hash)!
      const split_ = await composeSplit(home, split, items, key.shape, place, damaged, work)
      if (split_) composed.push(split_)
    }
    await Promise.all(found.open.splice(0).map((rows) => rows.close()))
    for (const split of composed.splice(0)) await split.finish()
    await discardPending(home)
  } finally {
    await Promise.all(found.open.map((rows) => rows.close()))
    await Promise.all(composed.map((split) => split.close()))
  }
}

function unique(items: readonly Item[]): Item[] {
  return [...new Map(items.map((item) => [item.sha256, item])).values()]
}

type Pending = Awaited<ReturnType<typeof openPending>>

/** Some photographs on their way into a base. */
interface Inputs {
  values: Uint8Array | Float32Array
  items: readonly Item[]
}

async function compute(todo: Item[], options: ExtractOptions, pending: Pending, result: Extracted): Promise<void> {
  const { folder, key, lower = [], openBase, work } = options
  const progress = { done: 0, total: todo.length }
  let left: readonly Item[] = todo
  for (const { key: below, openBase: openAbove } of lower) {
    if (!left.length) break
    const found = await findRows(join(folder, folderOfKey(below)), below.shape)
    try {
      const inputs = rowsOf(left, found.places)
      const before = progress.done
      left = await throughBase(inputs, left, openAbove, pending, progress, work)
      result.fromLower += progress.done - before
    } finally {
      await Promise.all(found.open.map((rows) => rows.close()))
    }
  }
  result.computed += todo.length
  if (!left.length) return
  const started = performance.now()
  const rest = await throughBase(pixelsOf(left, key, work), left, openBase, pending, progress, work)
  const seconds = (performance.now() - started) / 1000
  result.seconds += seconds
  result.imagesPerSecond = (left.length - rest.length) / seconds
}

/** Rows of a lower boundary, of those photographs that have sound ones. */
async function* rowsOf(items: readonly Item[], places: ReadonlyMap<string, Place>): AsyncGenerator<Inputs> {
  const having = items.filter(({ sha256 }) => places.has(sha256))
  for (let at = 0; at < having.length; at += baseBatch) {
    const chosen = having.slice(at, at + baseBatch)
    const rows = await Promise.all(chosen.map(({ sha256 }) => readSound(places.get(sha256)!)))
    const sound = chosen.filter((_, i) => rows[i])
    const length = rows.find((row) => row)?.length ?? 0
    const values = new Float32Array(sound.length * length)
    rows.filter((row) => row !== null).forEach((row, i) => values.set(row, i * length))
    if (sound.length) yield { values, items: sound }
  }
}

async function* pixelsOf(items: readonly Item[], key: FeatureKey, work: Work): AsyncGenerator<Inputs> {
  const files = items.map((item) => item.path)
  const hashes = items.map((item) => item.sha256)
  const request = { files, hashes, rule: key.pixels, batch: baseBatch, work }
  const batches = key.draw
    ? augmentedBatches({
        ...request,
        settings: key.draw.settings,
        draws: (index) => drawOfKey(key, hashes[index]!)!,
      })
    : decodeBatches(request)
  for await (const { start, count, pixels } of batches) {
    yield { values: pixels, items: items.slice(start, start + count) }
  }
}

/** Computes what `inputs` give, and keeps it. Those of `items` that they did not give. */
async function throughBase(
  inputs: AsyncGenerator<Inputs>,
  items: readonly Item[],
  open: () => Base,
  pending: Pending,
  progress: { done: number; total: number },
  work: Work,
): Promise<readonly Item[]> {
  // The first photographs are decoded while TensorFlow loads the base.
  const first = inputs.next()
  first.catch(() => {}) // it is awaited below
  let base: Base | null = null
  let kept = Promise.resolve()
  const given = new Set<string>()
  try {
    work.progress('extract', progress.done, progress.total, 'photographs')
    for (let next = await first; !next.done; next = await inputs.next()) {
      work.signal.throwIfAborted()
      base ??= open()
      const { values, items: chosen } = next.value
      const rows = base.features(values, chosen.length)
      await kept // the disk works while TensorFlow does
      const hashes = chosen.map(({ sha256 }) => sha256)
      kept = pending.append(rows, hashes)
      kept.catch(() => {}) // it is awaited before the next batch is kept
      hashes.forEach((hash) => given.add(hash))
      progress.done += chosen.length
      work.progress('extract', progress.done, progress.total, 'photographs')
    }
    await kept
  } finally {
    await kept.catch(() => {})
    await inputs.return?.(undefined)
    base?.close()
  }
  return items.filter(({ sha256 }) => !given.has(sha256))
}

/** The files that hold a split's features, labels and order. */
export const featureFiles = (extracted: Pick<Extracted, 'folder'>, split: Split) => splitFiles(extracted.folder, split)
