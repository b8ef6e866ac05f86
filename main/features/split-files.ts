import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { splits, type Split } from '../../contract/index.ts'
import { writeAtomically } from '../files/index.ts'
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
  version: z.literal(1),
  rows: z.array(z.object({ file: z.string(), sha256: z.string(), class: z.string() })),
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

/** Where a photograph's row lies. */
export interface Place {
  rows: NpyRows
  index: number
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

/** Every row that the finished files of a folder hold, by the photograph's hash. Close `open` when done. */
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
    if (rows.rows === order.length) order.forEach(({ sha256 }, index) => places.set(sha256, { rows, index }))
  }
  return { places, open }
}

/** Whether a split's finished files hold exactly these photographs in this order. */
export async function isComplete(folder: string, split: Split, items: readonly Item[], shape: readonly number[]) {
  const order = await readOrder(folder, split)
  if (order?.length !== items.length) return false
  const same = items.every((item, i) => order[i]!.sha256 === item.sha256 && order[i]!.file === item.file)
  if (!same || items.some((item, i) => order[i]!.class !== item.class)) return false
  const rows = await openNpyRows(splitFiles(folder, split).features, shape).catch(() => null)
  await rows?.close()
  return rows?.rows === items.length
}

/** Copies the rows of a split's photographs, in order, into files beside the final ones. `finish` puts them in place. */
export async function composeSplit(
  folder: string,
  split: Split,
  items: readonly Item[],
  shape: readonly number[],
  placeOf: (sha256: string) => Place,
): Promise<{ finish(): Promise<void> }> {
  const files = splitFiles(folder, split)
  const writer = await openNpyWriter(files.features, shape, { atMost: 0 })
  for (const { sha256 } of items) {
    const { rows, index } = placeOf(sha256)
    await writer.append(await rows.read(index, index + 1))
  }
  return {
    async finish() {
      // Without its order a file of features counts for nothing, so a kill in between cannot give a row to another picture.
      await rm(files.order, { force: true })
      await writer.finish()
      await writeNpy(files.labels, { shape: [items.length], values: Int32Array.from(items, (item) => item.label) })
      const rows = items.map(({ file, sha256, class: name }) => ({ file, sha256, class: name }))
      await writeAtomically(files.order, JSON.stringify({ version: 1, rows }, null, 1))
    },
  }
}
