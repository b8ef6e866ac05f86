import { open } from 'node:fs/promises'
import { fail } from '../../contract/index.ts'
import { bytesOf, readExactly } from '../files/index.ts'
import { countOf, readNpyHeader, sameShape } from './npy-header.ts'

/** A float32 .npy file of shape (rows, ...rowShape) that stays on disk. Close it when done. */
export interface NpyRows {
  readonly rows: number
  readonly rowShape: readonly number[]
  /** Rows `from` up to, without, `to`, into `into` when given. Throws `bad-rows` outside the file. */
  read(from: number, to: number, into?: Float32Array): Promise<Float32Array>
  close(): Promise<void>
}

/** Opens a .npy file for reading by rows. Throws `damaged-npy`, `unsupported-npy`, or `bad-shape` for another row shape. */
export async function openNpyRows(path: string, rowShape?: readonly number[]): Promise<NpyRows> {
  const file = await open(path, 'r')
  try {
    const header = await readNpyHeader(file, path)
    const [rows, ...found] = header.shape
    if (header.type !== '<f4' || rows === undefined || (rowShape && !sameShape(found, rowShape))) {
      throw fail('bad-shape', `${path} does not hold the expected rows.`, {
        expected: `float32 rows of shape (${rowShape?.join(', ') ?? '…'})`,
        found: `${header.type} of shape (${header.shape.join(', ')})`,
        file: path,
      })
    }
    const rowLength = countOf(found)
    return {
      rows,
      rowShape: found,
      read: async (from, to, into = new Float32Array(Math.max(0, to - from) * rowLength)) => {
        if (!(Number.isInteger(from) && Number.isInteger(to) && 0 <= from && from <= to && to <= rows)) {
          throw fail('bad-rows', `Rows ${from} to ${to} are not in ${path}, which has ${rows}.`, { file: path })
        }
        const target = into.subarray(0, (to - from) * rowLength)
        if (target.length < (to - from) * rowLength) throw new RangeError('The array is too short for these rows.')
        if (!(await readExactly(file, bytesOf(target), header.offset + from * rowLength * 4))) {
          throw fail('damaged-npy', `${path} became shorter while it was read.`, { file: path })
        }
        return target
      },
      close: () => file.close(),
    }
  } catch (error) {
    await file.close()
    throw error
  }
}
