import { open } from 'node:fs/promises'
import { fail } from '../../contract/index.ts'
import { bytesOf, readExactly, writeTogether, type FileToWrite } from '../files/index.ts'
import { countOf, encodeNpyHeader, npyTypeOf, npyTypes, readNpyHeader, type NpyValues } from './npy-header.ts'

/** Row-major. */
export interface NpyArray<V extends NpyValues = NpyValues> {
  readonly shape: readonly number[]
  readonly values: V
}

/** Writes an array as a .npy file, which `numpy.load` reads, in one rename. Throws `bad-shape`, `cannot-write`. */
export async function writeNpy(path: string, array: NpyArray): Promise<void> {
  await writeTogether([npyFile(path, array)])
}

/** Such a file, to be written with others. Throws `bad-shape`. */
export const npyFile = (path: string, array: NpyArray): FileToWrite => ({ path, data: npyParts(array, path) })

/** The bytes of such a file. Throws `bad-shape`. */
export const npyOf = (array: NpyArray): Buffer => Buffer.concat(npyParts(array))

function npyParts({ shape, values }: NpyArray, file?: string): Uint8Array[] {
  if (countOf(shape) !== values.length) {
    throw fail('bad-shape', `${values.length} values do not fill the shape (${shape.join(', ')}).`, { file })
  }
  return [encodeNpyHeader(npyTypeOf(values), shape), bytesOf(values)]
}

/**
 * Reads a .npy file of float32, int32 or uint8, little-endian, C order. The header is checked against the size of the
 * file before memory is taken. Throws `damaged-npy`, `unsupported-npy`.
 */
export async function readNpy(path: string): Promise<NpyArray> {
  const file = await open(path, 'r')
  try {
    const { type, shape, offset } = await readNpyHeader(file, path)
    const values = new npyTypes[type](countOf(shape))
    if (!(await readExactly(file, bytesOf(values), offset))) {
      throw fail('damaged-npy', `${path} became shorter while it was read.`, { file: path })
    }
    return { shape, values }
  } finally {
    await file.close()
  }
}
