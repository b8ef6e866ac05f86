import { isDeepStrictEqual } from 'node:util'
import type { FloatType, IntegerType, NumberType } from './hdf5-number-type.ts'

/** NumPy has no float for more. */
const maxBias = 2 ** 14
/** What a number of JavaScript holds of a mantissa. */
const maxMantissa = 52

/** What machines compute with. */
const own = {
  float16: ownFloat(2, { sign: 15, exponent: { at: 10, bits: 5, bias: 15 }, mantissa: { at: 0, bits: 10 } }),
  float32: ownFloat(4, { sign: 31, exponent: { at: 23, bits: 8, bias: 127 }, mantissa: { at: 0, bits: 23 } }),
  float64: ownFloat(8, { sign: 63, exponent: { at: 52, bits: 11, bias: 1023 }, mantissa: { at: 0, bits: 52 } }),
}

/** Whether the bytes are the machine's own float32. */
export const isFloat32 = (type: NumberType): boolean => isDeepStrictEqual(type, own.float32)

/**
 * What numbers of a type mean, rounded once to float32, as NumPy and TensorFlow cast them. `bytes`: in little-endian order,
 * which begin at a multiple of eight and are copied. Null for a type of which that cannot be said.
 */
export function asFloat32(bytes: Uint8Array<ArrayBuffer>, type: NumberType): Float32Array | null {
  const { buffer, byteOffset } = bytes
  const count = bytes.length / type.bytes
  if (type.kind === 'integer') return fromIntegers(bytes, count, type)
  if (isDeepStrictEqual(type, own.float32)) return new Float32Array(buffer, byteOffset, count).slice()
  if (isDeepStrictEqual(type, own.float64)) return new Float32Array(new Float64Array(buffer, byteOffset, count))
  const meaning = meaningOf(type)
  return meaning && withTheirNaNs(fromWords(bytes, count, type.bytes, meaning), bytes, type)
}

/**
 * The same with the bits that what is not a number has after both conversions: NumPy keeps a float16's, and HDF5, which
 * makes one of the machine's own of every other type first, leaves the sign and sets all others.
 */
function withTheirNaNs(values: Float32Array, all: Uint8Array, type: FloatType): Float32Array {
  const words = new Uint32Array(values.buffer, values.byteOffset, values.length)
  const isHalf = isDeepStrictEqual(type, own.float16)
  values.forEach((value, index) => {
    if (!Number.isNaN(value)) return
    const start = index * type.bytes
    const sign = (all[start + (type.sign >> 3)]! >> (type.sign & 7)) & 1
    const digits = isHalf ? (all[start]! | ((all[start + 1]! & 3) << 8)) << 13 : 0x7fffff
    words[index] = ((sign << 31) | 0x7f800000 | digits) >>> 0
  })
  return values
}

function ownFloat(bytes: number, parts: Pick<FloatType, 'sign' | 'exponent' | 'mantissa'>): FloatType {
  return { kind: 'float', bytes, ...parts, leading: 'implied' }
}

function fromIntegers(
  { buffer, byteOffset }: Uint8Array<ArrayBuffer>,
  count: number,
  { bytes, signed }: IntegerType,
): Float32Array {
  if (bytes === 8) {
    const values = new (signed ? BigInt64Array : BigUint64Array)(buffer, byteOffset, count)
    return new Float32Array(count).map((_, at) => nearest(values[at]!))
  }
  const Ints = { 1: [Uint8Array, Int8Array], 2: [Uint16Array, Int16Array], 4: [Uint32Array, Int32Array] } as const
  return new Float32Array(new Ints[bytes][signed ? 1 : 0](buffer, byteOffset, count))
}

/** A number that float32 rounds as it would round the integer itself: what does not fit goes into one last bit. */
function nearest(integer: bigint): number {
  const isExact = BigInt.asIntN(54, integer) === integer
  return isExact ? Number(integer) : Number((integer >> 11n) | (integer & 2047n ? 1n : 0n)) * 2048
}

/** The number that 64 bits mean, given as two words. */
type Meaning = (high: number, low: number) => number

function meaningOf({ bytes, sign, exponent, mantissa, leading }: FloatType): Meaning | null {
  const fits = ({ at, bits }: { at: number; bits: number }): boolean => bits > 0 && at + bits <= bytes * 8
  if (sign >= bytes * 8 || !fits(exponent) || !fits(mantissa)) return null
  if (exponent.bits > 31 || mantissa.bits > maxMantissa) return null
  if (exponent.bias < 1 || exponent.bias > maxBias) return null
  const [highest, one] = [2 ** exponent.bits - 1, 2 ** mantissa.bits]
  return (high, low) => {
    const [power, part] = [field(high, low, exponent), field(high, low, mantissa) / one]
    const signed = field(high, low, { at: sign, bits: 1 }) ? -1 : 1
    if (power === highest) return part === 0 ? signed * Infinity : NaN
    // HDF5 looks for the first one of a mantissa that is all there is; where there is none, it stops below the last digit.
    const first = leading === 'none' && power > 0 && part === 0 ? 1 / one / 2 : part
    if (power === 0 || leading === 'none') return signed * first * 2 ** (power - exponent.bias + 1)
    return signed * (1 + part) * 2 ** (power - exponent.bias)
  }
}

/** Some of 64 bits, as a whole number. */
function field(high: number, low: number, { at, bits }: { at: number; bits: number }): number {
  const within = (word: number, from: number, count: number): number => Math.floor(word / 2 ** from) % 2 ** count
  if (at >= 32) return within(high, at - 32, bits)
  const fromLow = Math.min(bits, 32 - at)
  return within(low, at, fromLow) + within(high, 0, bits - fromLow) * 2 ** fromLow
}

function fromWords(all: Uint8Array, count: number, bytes: number, meaning: Meaning): Float32Array {
  const word = (start: number, end: number): number => {
    let value = 0
    for (let at = end - 1; at >= start; at--) value = value * 256 + all[at]!
    return value
  }
  const low = (index: number): number => word(index * bytes, index * bytes + Math.min(bytes, 4))
  if (bytes > 2) {
    const high = (index: number): number => word(index * bytes + 4, (index + 1) * bytes)
    return new Float32Array(count).map((_, index) => meaning(high(index), low(index)))
  }
  // Of so few different ones each is worked out once.
  const known = new Float32Array(256 ** bytes).map((_, each) => meaning(0, each))
  return new Float32Array(count).map((_, index) => known[low(index)]!)
}
