import { open, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { bytesOf, whenThereIsRoom, writeExactly } from '../files/index.ts'
import type { Work } from '../../contract/index.ts'
import { openNpyRows, openNpyWriter } from '../formats/index.ts'

const rowsFile = (folder: string) => join(folder, 'pending.npy')
const linesFile = (folder: string) => join(folder, 'pending.txt')

/** A row that was computed: of which photograph, and the CRC-32 of its bytes. */
export interface Kept {
  sha256: string
  crc: number
}

const lineOf = ({ sha256, crc }: Kept) => `${sha256} ${crc.toString(16).padStart(8, '0')}\n`
const lineLength = 74

async function readLines(folder: string): Promise<Kept[]> {
  const text = await readFile(linesFile(folder), 'latin1').catch(() => '')
  const lines: Kept[] = []
  for (let at = 0; at + lineLength <= text.length; at += lineLength) {
    const line = text.slice(at, at + lineLength)
    if (!/^[0-9a-f]{64} [0-9a-f]{8}\n$/.test(line)) break
    lines.push({ sha256: line.slice(0, 64), crc: Number.parseInt(line.slice(65, 73), 16) })
  }
  return lines
}

/** CRC-32 of each of `count` rows. */
export function checksums(rows: Float32Array, count: number): number[] {
  const length = rows.length / count
  return Array.from({ length: count }, (_, i) => crc32(bytesOf(rows.subarray(i * length, (i + 1) * length))))
}

/**
 * Rows of an extraction under way, in the order in which they were computed. What `append` has returned from survives
 * a kill; the next `openPending` goes on after it. A full disk is waited for.
 */
export async function openPending(folder: string, shape: readonly number[], work: Work) {
  const lines = await readLines(folder)
  const writer = await openNpyWriter(rowsFile(folder), shape, { atMost: lines.length })
  const kept = lines.slice(0, writer.rows)
  const file = await open(linesFile(folder), 'a').then(async (created) => {
    await created.close()
    return open(linesFile(folder), 'r+')
  })
  await file.truncate(kept.length * lineLength)
  const withRoom = <T>(write: () => Promise<T>) => whenThereIsRoom(work, folder, write)
  return {
    /** What an earlier attempt kept, and what has been added since. */
    kept,
    async append(rows: Float32Array, sha256s: readonly string[]): Promise<void> {
      const sums = checksums(rows, sha256s.length)
      await withRoom(() => writer.append(rows))
      await withRoom(() => writer.keep())
      const added = sha256s.map((sha256, i) => ({ sha256, crc: sums[i]! }))
      const bytes = Buffer.from(added.map(lineOf).join(''), 'latin1')
      await withRoom(() => writeExactly(file, bytes, kept.length * lineLength))
      kept.push(...added)
    },
    async close(): Promise<void> {
      await writer.close()
      await file.close()
    },
    /** Ends writing; the rows can be read until `discardPending`. */
    async finish() {
      await withRoom(() => writer.keep())
      await writer.finish()
      await file.close()
      return { rows: await openNpyRows(rowsFile(folder), shape), kept }
    },
  }
}

/** Deletes what an extraction kept on its way, after its rows have their final places. */
export async function discardPending(folder: string): Promise<void> {
  for (const path of [linesFile(folder), rowsFile(folder), `${rowsFile(folder)}.part`]) await rm(path, { force: true })
}
