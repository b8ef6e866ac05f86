import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { z } from 'zod'
import { splits, type Split, type Work } from '../../contract/index.ts'
import { bytesOf, whenThereIsRoom, writeAtomically } from '../files/index.ts'
import { openNpyRows, openNpyWriter, writeNpy, type NpyRows } from '../formats/index.ts'

/** A photograph whose features are wanted. */
export interface Item {
  /** Absolute. */
  path: string
  /** As in dataset.json. */
  file: string
  sha256: string
  class: string
  /** Index of the class. */
  label: number
}

const orderSchema = z.object({
  version: z.literal(2),
  /** `crc`: CRC-32 of the row's bytes; null: it was found damaged. */
  rows: z.array(
    z.object({ file: z.string(), sha256: z.string(), class: z.string(), crc: z.number().int().nullable() }),
  ),
})

/** The files of one split in a folder of features. */
export const splitFiles = (folder: string, split: Split) => ({
  /** float32 (n, …), in the order of `order`. */
  features: join(folder, `${split}.npy`),
  /** int32 (n): the class's index. */
  labels: join(folder, `${split}.labels.npy`),
  /** Which photograph each row belongs to. */
  order: join(folder, `${split}.json`),
})

/** Where a photograph's row lies, and what its bytes add up to. */
export interface Place {
  rows: NpyRows
  index: number
  crc: number
}

const missing = (error: unknown) => error instanceof Error && 'code' in error && error.code === 'ENOENT'

async function readOrder(folder: string, split: Split) {
  try {
    const parsed = orderSchema.safeParse(JSON.parse(await readFile(splitFiles(folder, split).order, 'utf8')))
    return parsed.success ? parsed.data.rows : null
  } catch (error) {
    if (missing(error) || error instanceof SyntaxError) return null
    throw error
  }
}

/** Every sound row that the finished files of a folder hold, by the photograph's hash. Close `open` when done. */
export async function findRows(folder: string, shape: readonly number[]) {
  const places = new Map<string, Place>()
  const open: NpyRows[] = []
  for (const split of splits) {
    const order = await readOrder(folder, split)
    if (!order) continue
    // A damaged file is made again, not repaired.
    const rows = await openNpyRows(splitFiles(folder, split).features, shape).catch(() => null)
    if (!rows) continue
    open.push(rows)
    if (rows.rows !== order.length) continue
    order.forEach(({ sha256, crc }, index) => {
      if (crc !== null) places.set(sha256, { rows, index, crc })
    })
  }
  return { places, open }
}

/** Whether a split's finished files hold exactly these photographs in this order. */
export async function isComplete(folder: string, split: Split, items: readonly Item[], shape: readonly number[]) {
  const order = await readOrder(folder, split)
  if (order?.length !== items.length) return false
  const same = items.every((item, i) => order[i]!.sha256 === item.sha256 && order[i]!.file === item.file)
  if (!same || items.some((item, i) => order[i]!.class !== item.class || order[i]!.crc === null)) return false
  const rows = await openNpyRows(splitFiles(folder, split).features, shape).catch(() => null)
  await rows?.close()
  return rows?.rows === items.length
}

/** Reads a row. Null when its bytes are not those that were written. */
export async function readSound({ rows, index, crc }: Place): Promise<Float32Array | null> {
  const values = await rows.read(index, index + 1)
  return crc32(bytesOf(values)) === crc ? values : null
}

const rowsOf = (items: readonly Item[], crcs: readonly (number | null)[]) =>
  JSON.stringify({
    version: 2,
    rows: items.map(({ file, sha256, class: name }, i) => ({ file, sha256, class: name, crc: crcs[i] })),
  })

/**
 * Copies the rows of a split's photographs, in order, into files beside the final ones. `finish` puts them in place. A full
 * disk is waited for. Null when a row turns out damaged; its photograph is then added to `damaged`.
 */
export async function composeSplit(
  folder: string,
  split: Split,
  items: readonly Item[],
  shape: readonly number[],
  placeOf: (sha256: string) => Place,
  damaged: Set<string>,
  work: Work,
): Promise<{ finish(): Promise<void>; close(): Promise<void> } | null> {
  const files = splitFiles(folder, split)
  const writer = await openNpyWriter(files.features, shape, { atMost: 0 })
  const withRoom = <T>(write: () => Promise<T>) => whenThereIsRoom(work, folder, write)
  const crcs: number[] = []
  try {
    for (const { sha256 } of items) {
      const place = placeOf(sha256)
      const row = await readSound(place)
      if (row) await withRoom(() => writer.append(row))
      else damaged.add(sha256)
      crcs.push(place.crc)
    }
    if (!items.some(({ sha256 }) => damaged.has(sha256))) {
      await withRoom(() => writer.keep())
      return {
        close: () => writer.close(),
        async finish() {
          // Without its order a file of features counts for nothing, so a kill in between cannot give a row to another picture.
          await rm(files.order, { force: true })
          await writer.finish()
          const labels = Int32Array.from(items, (item) => item.label)
          await withRoom(() => writeNpy(files.labels, { shape: [items.length], values: labels }))
          await withRoom(() => writeAtomically(files.order, rowsOf(items, crcs)))
        },
      }
    }
  } catch (error) {
    await writer.close()
    throw error
  }
  await writer.close()
  return null
}

/** Bytes read at a time when rows are checked. */
const checkBytes = 8 << 20

/**
 * Reads every row of a finished split and compares its checksum. What is not as it was written is marked, so that the next
 * extraction makes it again. The number of such rows.
 */
export async function markDamaged(
  folder: string,
  split: Split,
  items: readonly Item[],
  shape: readonly number[],
  signal: AbortSignal,
): Promise<number> {
  const order = await readOrder(folder, split)
  if (!order) return 0
  const rows = await openNpyRows(splitFiles(folder, split).features, shape)
  const length = shape.reduce((a, b) => a * b, 1)
  const step = Math.max(1, Math.floor(checkBytes / (4 * length)))
  const crcs = order.map(({ crc }) => crc)
  let found = 0
  try {
    const buffer = new Float32Array(step * length)
    for (let from = 0; from < rows.rows; from += step) {
      signal.throwIfAborted()
      const to = Math.min(rows.rows, from + step)
      const values = await rows.read(from, to, buffer)
      for (let at = from; at < to; at++) {
        if (crc32(bytesOf(values.subarray((at - from) * length, (at - from + 1) * length))) === crcs[at]) continue
        crcs[at] = null
        found++
      }
    }
  } finally {
    await rows.close()
  }
  if (found > 0) await writeAtomically(splitFiles(folder, split).order, rowsOf(items, crcs))
  return found
}
