import { mkdir, open, rename, type FileHandle } from 'node:fs/promises'
import { dirname } from 'node:path'
import { fail } from '../../contract/index.ts'
import { asWriteFailure, bytesOf, syncFolder, systemCode, writeExactly } from '../files/index.ts'
import { countOf, encodeNpyHeader, readNpyHeader, sameShape } from './npy-header.ts'

/** A growing float32 .npy file, written to `PATH.part` until it is finished. */
export interface NpyWriter {
  /** Rows written so far, those of an interrupted attempt included. */
  readonly rows: number
  /** Appends one or several whole rows. */
  append(values: Float32Array): Promise<void>
  /** Makes what is written so far survive a kill or a power cut. */
  keep(): Promise<void>
  /** Puts the file in its place, whole, in one rename. Ends the writer. */
  finish(): Promise<void>
  /** Ends the writer; what was kept is found by the next one. */
  close(): Promise<void>
}

/**
 * Opens a .npy file of shape (rows, ...rowShape) for writing row by row, going on after the rows that an interrupted
 * attempt kept, at most `atMost` of them (0: anew). One writer per path at a time. Throws `cannot-write`.
 */
export async function openNpyWriter(
  path: string,
  rowShape: readonly number[],
  { atMost = Infinity }: { atMost?: number } = {},
): Promise<NpyWriter> {
  const part = `${path}.part`
  const rowLength = countOf(rowShape)
  const { length: offset } = encodeNpyHeader('<f4', [0, ...rowShape])
  const guarded = async <T>(action: () => Promise<T>): Promise<T> => {
    try {
      return await action()
    } catch (error) {
      throw asWriteFailure(error, path)
    }
  }
  const file = await guarded(async () => {
    await mkdir(dirname(path), { recursive: true })
    return openOrCreate(part)
  })
  let rows = Math.min(await keptRows(file, part, rowShape), atMost)

  const keep = () =>
    guarded(async () => {
      await file.datasync()
      await writeExactly(file, encodeNpyHeader('<f4', [rows, ...rowShape]), 0)
      await file.datasync()
    })

  try {
    await guarded(() => file.truncate(rows === 0 ? 0 : offset + rows * rowLength * 4))
    await keep()
  } catch (error) {
    await file.close()
    throw error
  }

  return {
    get rows() {
      return rows
    },
    append: (values) =>
      guarded(async () => {
        if (values.length % rowLength !== 0) {
          throw fail('bad-shape', `${values.length} values are not whole rows of ${rowLength}.`, { file: path })
        }
        await writeExactly(file, bytesOf(values), offset + rows * rowLength * 4)
        rows += values.length / rowLength
      }),
    keep,
    finish: () =>
      guarded(async () => {
        try {
          await keep()
        } finally {
          await file.close()
        }
        await rename(part, path)
        await syncFolder(dirname(path))
      }),
    close: () => file.close(),
  }
}

async function openOrCreate(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'r+')
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw error
    return open(path, 'w+')
  }
}

/** The rows that an interrupted writer of the same row shape kept; 0 when there is nothing to go on with. */
async function keptRows(file: FileHandle, path: string, rowShape: readonly number[]): Promise<number> {
  if ((await file.stat()).size === 0) return 0
  try {
    const { type, shape, offset } = await readNpyHeader(file, path, { growing: true })
    const [rows = 0, ...found] = shape
    const isSame = type === '<f4' && offset === encodeNpyHeader('<f4', shape).length && sameShape(found, rowShape)
    return isSame ? rows : 0
  } catch {
    return 0
  }
}
