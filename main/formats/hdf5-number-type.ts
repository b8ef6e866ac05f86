import { startOf } from './hdf5-superblock.ts'

/** Floats of up to eight bytes: where they keep their parts, in bits, and what their exponent is held against. */
export interface FloatType {
  readonly kind: 'float'
  readonly bytes: number
  readonly sign: number
  readonly exponent: { readonly at: number; readonly bits: number; readonly bias: number }
  readonly mantissa: { readonly at: number; readonly bits: number }
  /** Whether a leading one goes before the mantissa without being written, or the mantissa is all there is. */
  readonly leading: 'implied' | 'none'
}

/** Whole numbers that fill their bytes. */
export interface IntegerType {
  readonly kind: 'integer'
  readonly bytes: 1 | 2 | 4 | 8
  readonly signed: boolean
}

export type NumberType = FloatType | IntegerType

/** What HDF5 calls its classes of types. */
const classes = { integer: 0, float: 1, bits: 4, enumeration: 8 }
const maxBytes = 8

const messages = { datatype: 0x03, continuation: 0x10 }
/** Pieces that an object header lies in. Keras's have one or two. */
const maxPieces = 16

/**
 * How a data set's numbers are to be understood, from the data type message of its object header: the library hands out
 * their bytes as they are, whatever they mean. `address` is that of the header, as an object reference holds it. Null for
 * what are no such numbers, and where there is no such message or it lies elsewhere. The layout is in "HDF5 File Format
 * Specification", IV.A.
 */
export function numberTypeAt(bytes: Buffer, address: number): NumberType | null {
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

function typeIn(message: Buffer): NumberType | null {
  // A message of its own, for whole numbers of which some have names, such as true and false.
  if ((message.readUInt8(0) & 0x0f) === classes.enumeration) return integerIn(message.subarray(8))
  const kind = message.readUInt8(0) & 0x0f
  const bytes = message.readUInt32LE(4)
  if (kind === classes.integer) return integerIn(message)
  if (kind === classes.bits) return bitsIn(message)
  if (kind !== classes.float || bytes < 1 || bytes > maxBytes) return null
  // HDF5 reads no values of any other form.
  const leading = (['none', null, 'implied', null] as const)[(message.readUInt8(1) >> 4) & 3]
  if (!leading) return null
  return {
    kind: 'float',
    bytes,
    sign: message.readUInt8(2),
    exponent: { at: message.readUInt8(12), bits: message.readUInt8(13), bias: message.readUInt32LE(16) },
    mantissa: { at: message.readUInt8(14), bits: message.readUInt8(15) },
    leading,
  }
}

/** Bits that mean nothing to HDF5 are a whole number to h5py, where they fill their bytes and no others stand in for them. */
function bitsIn(message: Buffer): IntegerType | null {
  const isPadded = (message.readUInt8(1) & 6) > 0
  const whole = isPadded ? null : wholeIn(message)
  return whole && { kind: 'integer', bytes: whole, signed: false }
}

function integerIn(message: Buffer): IntegerType | null {
  if ((message.readUInt8(0) & 0x0f) !== classes.integer) return null
  const whole = wholeIn(message)
  return whole && { kind: 'integer', bytes: whole, signed: (message.readUInt8(1) & 8) > 0 }
}

/** How many bytes a number has that fills them. */
function wholeIn(message: Buffer): IntegerType['bytes'] | null {
  const [bytes, offset, precision] = [message.readUInt32LE(4), message.readUInt16LE(8), message.readUInt16LE(10)]
  const isWhole = bytes === 1 || bytes === 2 || bytes === 4 || bytes === 8
  return isWhole && offset === 0 && precision === bytes * 8 ? bytes : null
}
