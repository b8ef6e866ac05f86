import type { FileHandle } from 'node:fs/promises'
import { fail, type ThawError } from '../../contract/index.ts'
import { readExactly } from '../files/index.ts'

/** The NumPy types that Thaw writes, and what holds them here. */
export const npyTypes = { '<f4': Float32Array, '<i4': Int32Array, '|u1': Uint8Array } as const
export type NpyType = keyof typeof npyTypes
export type NpyValues = Float32Array | Int32Array | Uint8Array

export interface NpyHeader {
  type: NpyType
  shape: number[]
  /** Where the values begin, in bytes. */
  offset: number
}

const magic = Buffer.from('\x93NUMPY', 'latin1')
const maxHeaderBytes = 65_535
const maxDimensions = 32

/** The NumPy type of a typed array. */
export function npyTypeOf(values: NpyValues): NpyType {
  return values instanceof Float32Array ? '<f4' : values instanceof Int32Array ? '<i4' : '|u1'
}

/** How many values a shape holds; throws nothing, may be beyond what can be allocated. */
export function countOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1)
}

export function sameShape(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((size, axis) => size === b[axis])
}

/**
 * A .npy header of version 1.0 (NumPy Enhancement Proposal 1). Its length does not depend on the first size, so that a
 * file of rows can grow and have its count of rows written afterwards.
 */
export function encodeNpyHeader(type: NpyType, shape: readonly number[]): Buffer {
  const longest = describe(type, [Number.MAX_SAFE_INTEGER, ...shape.slice(1)]).length
  const total = Math.ceil((10 + longest + 1) / 64) * 64
  const header = Buffer.alloc(total, ' ')
  magic.copy(header)
  header.writeUInt16LE(0x0001, 6)
  header.writeUInt16LE(total - 10, 8)
  header.write(describe(type, shape), 10, 'latin1')
  header.write('\n', total - 1)
  return header
}

function describe(type: NpyType, shape: readonly number[]): string {
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`
  return `{'descr': '${type}', 'fortran_order': False, 'shape': ${tuple}, }`
}

/**
 * Reads and checks the header of a .npy file, versions 1.0 to 3.0, against the size of the file before anything is
 * allocated for the values. `growing` allows bytes after the rows that the header counts.
 *
 * Throws `damaged-npy` where it is not a whole .npy file and `unsupported-npy` for types and orders that Thaw does not write.
 */
export async function readNpyHeader(file: FileHandle, path: string, { growing = false } = {}): Promise<NpyHeader> {
  const start = Buffer.alloc(12)
  if (!(await readExactly(file, start.subarray(0, 10), 0)) || !start.subarray(0, 6).equals(magic)) {
    throw damaged(path, 'a file that does not begin as .npy does')
  }
  const version = start[6] ?? 0
  if (version < 1 || version > 3) throw damaged(path, `version ${version}`)
  const lengthBytes = version === 1 ? 2 : 4
  if (!(await readExactly(file, start.subarray(8, 8 + lengthBytes), 8))) throw damaged(path, 'no header')
  const length = start.readUIntLE(8, lengthBytes)
  if (length > maxHeaderBytes) throw damaged(path, `a header of ${length} bytes`)
  const text = Buffer.alloc(length)
  if (!(await readExactly(file, text, 8 + lengthBytes))) throw damaged(path, 'half a header')
  const { type, shape } = parse(text.toString('latin1'), path)
  const offset = 8 + lengthBytes + length
  const expected = countOf(shape) * npyTypes[type].BYTES_PER_ELEMENT
  const found = (await file.stat()).size - offset
  if (!Number.isSafeInteger(expected) || found < expected || (found > expected && !growing)) {
    throw damaged(path, `${found} bytes of values`, `${expected} for shape (${shape.join(', ')})`)
  }
  return { type, shape, offset }
}

function parse(text: string, path: string): { type: NpyType; shape: number[] } {
  const descr = /'descr'\s*:\s*'([^']*)'/.exec(text)?.[1]
  const order = /'fortran_order'\s*:\s*(True|False)/.exec(text)?.[1]
  const tuple = /'shape'\s*:\s*\(([\d,\s]*)\)/.exec(text)?.[1]
  if (descr === undefined || order === undefined || tuple === undefined) throw damaged(path, 'a header without a shape')
  if (!isNpyType(descr) || order === 'True') {
    throw fail('unsupported-npy', `${path} holds values in a form that Thaw does not read.`, {
      expected: `one of ${Object.keys(npyTypes).join(' ')} in C order`,
      found: `${descr} in ${order === 'True' ? 'Fortran' : 'C'} order`,
      file: path,
    })
  }
  const shape = (tuple.match(/\d+/g) ?? []).map(Number)
  if (shape.length > maxDimensions) throw damaged(path, `${shape.length} dimensions`)
  return { type: descr, shape }
}

function isNpyType(text: string): text is NpyType {
  return Object.hasOwn(npyTypes, text)
}

function damaged(path: string, found: string, expected = 'a whole .npy file'): ThawError {
  return fail('damaged-npy', `${path} is not a whole .npy file.`, { expected, found, file: path })
}
