import { open, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { openNpyRows, openNpyWriter } from '../formats/index.ts'

const rowsFile = (folder: string) => join(folder, 'pending.npy')
const hashesFile = (folder: string) => join(folder, 'pending.txt')
/** A line of the hashes' file: 64 hexadecimal digits and a newline. */
const lineLength = 65

async function readHashes(folder: string): Promise<string[]> {
  const text = await readFile(hashesFile(folder), 'latin1').catch(() => '')
  const lines: string[] = []
  for (let at = 0; at + lineLength <= text.length; at += lineLength) {
    const line = text.slice(at, at + lineLength)
    if (!/^[0-9a-f]{64}\n$/.test(line)) break
    lines.push(line.slice(0, 64))
  }
  return lines
}

/**
 * Rows of an extraction under way, in the order in which they were computed. What `append` has returned from survives
 * a kill; the next `openPending` goes on after it.
 */
export async function openPending(folder: string, shape: readonly number[]) {
  const hashes = await readHashes(folder)
  const writer = await openNpyWriter(rowsFile(folder), shape, { atMost: hashes.length })
  const kept = hashes.slice(0, writer.rows)
  const file = await open(hashesFile(folder), 'a')
  await file.truncate(kept.length * lineLength)
  return {
    /** Hashes of the photographs whose rows an earlier attempt kept. */
    kept,
    async append(rows: Float32Array, sha256s: readonly string[]): Promise<void> {
      await writer.append(rows)
      await writer.keep()
      await file.appendFile(sha256s.map((hash) => `${hash}\n`).join(''))
      kept.push(...sha256s)
    },
    async close(): Promise<void> {
      await writer.close()
      await file.close()
    },
    /** Ends writing; the rows can be read until `discardPending`. */
    async finish() {
      await writer.finish()
      await file.close()
      return { rows: await openNpyRows(rowsFile(folder), shape), hashes: kept }
    },
  }
}

/** Deletes what an extraction kept on its way, after its rows have their final places. */
export async function discardPending(folder: string): Promise<void> {
  for (const path of [hashesFile(folder), rowsFile(folder), `${rowsFile(folder)}.part`]) await rm(path, { force: true })
}
