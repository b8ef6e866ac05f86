import type { Dataset } from 'h5wasm'

/** Smaller data sets are quickly copied, and may come out of a buffer that the library keeps for them. */
const least = 2 ** 16

type Read = (stream: unknown, into: unknown, offset: number, length: number, position: number) => number

/** What the types of Emscripten leave out: a file in memory, and how it is read. */
export interface MemoryFile {
  stream_ops: { read: Read }
}

/** What the types of h5wasm leave out. */
interface Library {
  HEAPU8: Uint8Array<ArrayBuffer>
  _malloc?: (bytes: number) => number
  _free?: (pointer: number) => void
  get_dataset_data: (file: bigint, path: string, count: null, offset: null, strides: null, pointer: bigint) => unknown
}

/**
 * A way to the values of data sets without copying them: the library is asked to read one, and what it asks its file for
 * tells where in the file's bytes the values lie. Only for data sets that are contiguous, of which the library reads all
 * at once and changes nothing. What lies there is a view of `bytes`.
 */
export function bytesInPlace(module: unknown, file: MemoryFile, bytes: Buffer): (set: Dataset) => Uint8Array | null {
  const { _malloc: take, _free: give, get_dataset_data: ask } = module as Library
  const { read } = file.stream_ops
  let wanted = 0
  const found: number[] = []
  const hooked: Read = (stream, into, offset, length, position) => {
    if (length !== wanted || position + length > bytes.length) return read(stream, into, offset, length, position)
    found.push(position)
    return length
  }
  file.stream_ops = { ...file.stream_ops, read: hooked }
  return (set) => {
    const { size, total_size: count, chunks } = set.metadata
    const length = size * count
    if (chunks !== null || length < least || length > bytes.length || !take || !give) return null
    const pointer = take(length)
    if (pointer === 0) return null
    found.length = 0
    wanted = length
    try {
      ask(set.file_id, set.path, null, null, null, BigInt(pointer))
    } finally {
      wanted = 0
      give(pointer)
    }
    const [position] = found
    return found.length === 1 && position !== undefined ? bytes.subarray(position, position + length) : null
  }
}

/**
 * A way to the bytes of a data set's values, whatever their type, in little-endian order: they lie in the library's memory,
 * at a multiple of eight, as long as `use` looks at them. Throws HDF5's reason.
 */
export function bytesForAWhile(module: unknown): <T>(set: Dataset, use: (bytes: Uint8Array<ArrayBuffer>) => T) => T {
  const library = module as Library
  return (set, use) => {
    const length = set.metadata.size * set.metadata.total_size
    const pointer = library._malloc?.(Math.max(1, length)) ?? 0
    if (pointer === 0) throw new Error(`no memory for ${length} bytes`)
    try {
      library.get_dataset_data(set.file_id, set.path, null, null, null, BigInt(pointer))
      // What memory the library has may have grown.
      return use(library.HEAPU8.subarray(pointer, pointer + length))
    } finally {
      library._free?.(pointer)
    }
  }
}
