import { open } from 'node:fs/promises'
import type { Attribute, Dataset, File as Hdf5File, Group } from 'h5wasm'
import { fail, ThawError } from '../../contract/index.ts'
import { readExactly, writeAtomically } from '../files/index.ts'
import { bytesForAWhile, bytesInPlace, type MemoryFile } from './hdf5-in-place.ts'
import { numberTypeAt, type NumberType } from './hdf5-number-type.ts'
import { bringDriverNear } from './hdf5-superblock.ts'

/** HDF5's library addresses memory with 32 bits, and Node reads no larger files whole. */
const maxFileBytes = 2 ** 31 - 1

/** Where the library's own memory file system lets a file name the outside world; a hostile file could wait for a terminal. */
const devices = ['stdin', 'tty', 'tty1']

/** What h5wasm says of an attribute that is not there. */
const noSuchName = 'name not defined'

let loading: ReturnType<typeof load> | undefined
let files = 0
let broken = false

/** Whether the library gave up in the middle of something, so that this thread should not ask it again. */
export const hdf5IsBroken = (): boolean => broken

async function load() {
  const { default: h5wasm, Attribute } = await import('h5wasm')
  const module = await h5wasm.ready
  module.activate_throwing_error_handler()
  devices.forEach((name) => module.FS.unlink(`/dev/${name}`))
  return { File: h5wasm.File, Attribute, FS: module.FS, module }
}

/** What is read from one file is held against what the file can hold, before memory is taken for it. */
export interface Budget {
  readonly path: string
  readonly fileBytes: number
  /** No variable-length text in the file is longer than this, in bytes. */
  readonly longestText: number
  /** Bytes taken so far. */
  taken: number
  /** The values of a data set as they lie in the file's bytes, not copied; null where they do not lie there as they are. */
  readonly inPlace: (set: Dataset) => Uint8Array | null
  /** The same, in memory that is taken for it and given back after `use`. */
  readonly forAWhile: <T>(set: Dataset, use: (bytes: Uint8Array<ArrayBuffer>) => T) => T
  /** What the bits of a data set of numbers mean; null where that cannot be told. */
  readonly numberType: (set: Dataset) => NumberType | null
  /** An attribute, or null when there is none of that name. Others that are damaged do not hide it where HDF5 can pass them over. */
  readonly attribute: (group: Group, name: string) => Attribute | null
}

/**
 * Opens an HDF5 file for `read`, from a copy in memory: nothing that a file links to outside itself can be reached.
 * Throws `damaged-model` with HDF5's reason.
 */
export async function readHdf5<T>(path: string, read: (file: Hdf5File, budget: Budget) => T): Promise<T> {
  return readHdf5Bytes(await readWhole(path), path, read)
}

/** The same for the bytes of an HDF5 file, which are then the library's; `path` is only named in errors. */
export async function readHdf5Bytes<T>(
  bytes: Buffer,
  path: string,
  read: (file: Hdf5File, budget: Budget) => T,
): Promise<T> {
  const { File, Attribute, FS, module } = await (loading ??= load())
  const name = `/${files++}.h5`
  bringDriverNear(bytes)
  FS.writeFile(name, bytes)
  const inPlace = bytesInPlace(module, FS.lookupPath(name, {}).node as unknown as MemoryFile, bytes)
  const forAWhile = bytesForAWhile(module)
  const numberType = (set: Dataset): NumberType | null => numberTypeAt(bytes, addressOf(set))
  const attribute = (group: Group, name: string): Attribute | null => {
    try {
      return new Attribute(group.file_id, group.path, name)
    } catch (error) {
      if (error instanceof Error && error.message.includes(noSuchName)) return null
      throw error
    }
  }
  try {
    const file = new File(name, 'r')
    try {
      const [fileBytes, longestText] = [bytes.byteLength, largestHeap(bytes)]
      return read(file, { path, fileBytes, longestText, taken: 0, inPlace, forAWhile, numberType, attribute })
    } finally {
      file.close()
    }
  } catch (error) {
    if (error instanceof ThawError) throw error
    broken ||= error instanceof WebAssembly.RuntimeError
    throw fail('damaged-model', `${path} cannot be read as HDF5.`, {
      expected: 'a whole .h5 file',
      found: reasonOf(error),
      file: path,
      remedy: 'Fetch or save the file again.',
    })
  } finally {
    FS.unlink(name)
  }
}

/** Beside the values: names, attributes, the file's own tables. */
const spare = 2 ** 20

/** What the types of Emscripten leave out: a file in memory, and how one gets room. */
interface FileInMemory {
  contents: Uint8Array
  usedBytes: number
  node_ops: { setattr: (file: FileInMemory, attributes: { size?: number }) => void }
}
interface MemoryFiles {
  filesystems: { MEMFS: { expandFileStorage: (file: FileInMemory, bytes: number) => void } }
}

/**
 * Builds an HDF5 file in memory and writes it in one rename. `bytes`: of the values it will hold; with room for them from the
 * start the file does not grow, and move, while it is filled. Throws `cannot-write`.
 */
export async function writeHdf5(path: string, bytes: number, fill: (file: Hdf5File) => void): Promise<void> {
  const { File, FS } = await (loading ??= load())
  const name = `/${files++}.h5`
  try {
    const file = new File(name, 'w')
    const inMemory = FS.lookupPath(name, {}).node as unknown as FileInMemory
    try {
      ;(FS as unknown as MemoryFiles).filesystems.MEMFS.expandFileStorage(inMemory, bytes + spare)
      cutInPlace(inMemory)
      fill(file)
    } finally {
      file.close()
    }
    await writeAtomically(path, inMemory.contents.subarray(0, inMemory.usedBytes))
  } finally {
    FS.unlink(name)
  }
}

/** HDF5 cuts a file to its length when it closes it; Emscripten would copy all of it for that. */
function cutInPlace(file: FileInMemory): void {
  const { setattr } = file.node_ops
  const cut = (of: FileInMemory, { size, ...others }: { size?: number }): void => {
    const isShorter = size !== undefined && size > 0 && size <= of.usedBytes
    if (isShorter) {
      of.contents.fill(0, size, of.usedBytes)
      of.usedBytes = size
    }
    setattr(of, isShorter ? others : { size, ...others })
  }
  file.node_ops = { ...file.node_ops, setattr: cut }
}

/** A file whole, no larger than the library can hold. Throws `too-large`, `damaged-model`. */
export async function readWhole(path: string): Promise<Buffer> {
  const file = await open(path, 'r')
  try {
    const { size } = await file.stat()
    if (size > maxFileBytes) {
      throw fail('too-large', `${path} is too large to read.`, {
        expected: `at most ${maxFileBytes} bytes`,
        found: `${size} bytes`,
        file: path,
      })
    }
    const bytes = Buffer.allocUnsafe(size)
    if (!(await readExactly(file, bytes, 0))) {
      throw fail('damaged-model', `${path} became shorter while it was read.`, { file: path })
    }
    return bytes
  } finally {
    await file.close()
  }
}

/** An object reference is the address of the object's header. */
const addressOf = (set: Dataset): number => Number(Buffer.from(set.create_reference().ref_data).readBigUInt64LE(0))

/** Variable-length texts lie in global heaps, each of which begins with its signature, a version and its size in bytes. */
function largestHeap(bytes: Buffer): number {
  let largest = 0
  for (let at = bytes.indexOf('GCOL'); at >= 0; at = bytes.indexOf('GCOL', at + 4)) {
    if (at + 16 <= bytes.length)
      largest = Math.max(largest, Math.min(bytes.length, Number(bytes.readBigUInt64LE(at + 8))))
  }
  return largest
}

/** HDF5 tells its whole call stack, outermost first; the innermost line is the reason. */
function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error)
  const innermost = text.split('\n').findLast((line) => /^\s*#\d+:/.test(line))
  return innermost?.replace(/^.*?\): /, '') ?? text
}
