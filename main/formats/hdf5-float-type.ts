/** Where a four-byte float keeps its parts, in bits, and what its exponent is held against. */
export interface FloatType {
  readonly sign: number
  readonly exponent: { readonly at: number; readonly bits: number; readonly bias: number }
  readonly mantissa: { readonly at: number; readonly bits: number }
  /** Whether a leading one goes before the mantissa without being written, or the mantissa is all there is. */
  readonly leading: 'implied' | 'none'
}

const signature = '\x89HDF\r\n\x1a\n'
const messages = { datatype: 0x03, continuation: 0x10 }
/** Pieces that an object header lies in. Keras's have one or two. */
const maxPieces = 16
/** NumPy has no float for more. */
const maxBias = 2 ** 14

/**
 * How a data set's values are to be understood, from the data type message of its object header: the library hands out the
 * bytes of a four-byte float as they are, whatever they mean. `address` is that of the header, as an object reference holds
 * it. Null where there is no such message, or one that lies elsewhere. The layout is in "HDF5 File Format Specification", IV.A.
 */
export function floatTypeAt(bytes: Buffer, address: number): FloatType | null {
  const start = startOf(bytes)
  if (start === null) return null
  try {
    const message = datatypeMessage(bytes.subarray(start), address)
    return message && typeIn(message)
  } catch (error) {
    // A length or address that leads out of the file.
    if (error instanceof RangeError) return null
    throw error
  }
}

/** Whether the bytes are the machine's own float32. */
export function isFloat32({ sign, exponent, mantissa, leading }: FloatType): boolean {
  const told = [sign, exponent.at, exponent.bits, exponent.bias, mantissa.at, mantissa.bits]
  return leading === 'implied' && told.every((value, at) => value === [31, 23, 8, 127, 0, 23][at])
}

/** What four-byte floats of a type mean, as float32; null for a type of which that cannot be said. Bytes in little-endian order. */
export function asFloat32(values: Float32Array, type: FloatType): Float32Array | null {
  const { exponent, mantissa } = type
  const fits = ({ at, bits }: { at: number; bits: number }): boolean => bits > 0 && bits < 32 && at + bits <= 32
  if (type.sign > 31 || !fits(exponent) || !fits(mantissa)) return null
  if (exponent.bias < 1 || exponent.bias > maxBias) return null
  const field = (word: number, { at, bits }: { at: number; bits: number }): number => (word >>> at) & (2 ** bits - 1)
  const [highest, one] = [2 ** exponent.bits - 1, 2 ** mantissa.bits]
  const words = new Uint32Array(values.buffer, values.byteOffset, values.length)
  return Float32Array.from(words, (word) => {
    const [power, part] = [field(word, exponent), field(word, mantissa) / one]
    const signed = (word >>> type.sign) & 1 ? -1 : 1
    if (power === highest) return part === 0 ? signed * Infinity : NaN
    if (power === 0 || type.leading === 'none') return signed * part * 2 ** (power - exponent.bias + 1)
    return signed * (1 + part) * 2 ** (power - exponent.bias)
  })
}

/** Where the file itself begins: at 0, or behind 512, 1024, … bytes of somebody else's. */
function startOf(bytes: Buffer): number | null {
  for (let at = 0; at + 8 <= bytes.length; at = at === 0 ? 512 : at * 2) {
    if (bytes.toString('latin1', at, at + 8) === signature) return at
  }
  return null
}

function datatypeMessage(file: Buffer, address: number): Buffer | null {
  const isNew = file.toString('latin1', address, address + 4) === 'OHDR'
  if (!isNew && file.readUInt8(address) !== 1) return null
  const pieces = [isNew ? newPiece(file, address) : { at: address + 16, length: file.readUInt32LE(address + 8) }]
  const isOrdered = isNew && (file.readUInt8(address + 5) & 4) > 0
  for (let piece = pieces.shift(), met = 1; piece && met < maxPieces; piece = pieces.shift(), met++) {
    const end = piece.at + piece.length
    const before = isNew ? (isOrdered ? 6 : 4) : 8
    const lengthAt = (at: number): number => file.readUInt16LE(at + (isNew ? 1 : 2))
    for (let at = piece.at; at + before <= end; at += before + lengthAt(at)) {
      const kind = isNew ? file.readUInt8(at) : file.readUInt16LE(at)
      const isElsewhere = (file.readUInt8(at + (isNew ? 3 : 4)) & 2) > 0
      if (kind === messages.datatype) return isElsewhere ? null : file.subarray(at + before, at + before + lengthAt(at))
      if (kind !== messages.continuation) continue
      const next = [0, 8].map((more) => Number(file.readBigUInt64LE(at + before + more))) as [number, number]
      // A signature goes before, and a checksum behind, what is continued in the new form.
      pieces.push(isNew ? { at: next[0] + 4, length: next[1] - 8 } : { at: next[0], length: next[1] })
    }
  }
  return null
}

function newPiece(file: Buffer, address: number): { at: number; length: number } {
  const flags = file.readUInt8(address + 5)
  const at = address + 6 + (flags & 0x20 ? 16 : 0) + (flags & 0x10 ? 4 : 0)
  const width = 2 ** (flags & 3)
  const length = width === 8 ? Number(file.readBigUInt64LE(at)) : file.readUIntLE(at, width)
  return { at: at + width, length }
}

function typeIn(message: Buffer): FloatType | null {
  // Class 1: a float.
  if ((message.readUInt8(0) & 0x0f) !== 1) return null
  // HDF5 reads no values of any other form.
  const leading = (['none', null, 'implied', null] as const)[(message.readUInt8(1) >> 4) & 3]
  if (!leading) return null
  return {
    sign: message.readUInt8(2),
    exponent: { at: message.readUInt8(12), bits: message.readUInt8(13), bias: message.readUInt32LE(16) },
    mantissa: { at: message.readUInt8(14), bits: message.readUInt8(15) },
    leading,
  }
}
