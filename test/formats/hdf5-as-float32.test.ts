import { expect, test } from 'vitest'
import { asFloat32 } from '../../main/formats/hdf5-as-float32.ts'
import type { FloatType } from '../../main/formats/hdf5-number-type.ts'

const words = new Uint16Array(65_536).map((_, word) => word)
const bytesOf = ({ buffer }: { readonly buffer: ArrayBuffer }): Uint8Array<ArrayBuffer> => new Uint8Array(buffer)

function floatType(bytes: number, exponentBits: number, mantissaBits: number, bias: number): FloatType {
  const exponent = { at: mantissaBits, bits: exponentBits, bias }
  const mantissa = { at: 0, bits: mantissaBits }
  return { kind: 'float', bytes, sign: exponentBits + mantissaBits, exponent, mantissa, leading: 'implied' }
}
const half = floatType(2, 5, 10, 15)
const double = floatType(8, 11, 52, 1023)

test('every float16 is the number that the machine says', () => {
  // The machine's own, which the language's types do not have yet.
  const Float16Array = Reflect.get(globalThis, 'Float16Array') as new (buffer: ArrayBufferLike) => ArrayLike<number>
  expect(asFloat32(bytesOf(words), half)).toEqual(Float32Array.from(new Float16Array(words.buffer)))
})

test('every bfloat16 is the first half of a float32', () => {
  const wide = new Float32Array(new Uint32Array(words).map((word) => word << 16).buffer)
  expect(asFloat32(bytesOf(words), floatType(2, 8, 7, 127))).toEqual(wide)
})

test('what is not a number has the bits that h5py and NumPy give it', () => {
  const bits = (values: Float32Array | null) => Array.from(new Uint32Array(values!.buffer), (word) => word.toString(16))
  const halves = Uint16Array.of(0x7e00, 0xfe55, 0x7fff, 0x7c01)
  expect(bits(asFloat32(bytesOf(halves), half))).toEqual(['7fc00000', 'ffcaa000', '7fffe000', '7f802000'])
  const short = Uint16Array.of(0x7f81, 0x7fc0, 0xff85, 0xff80)
  const afterHdf5 = ['7fffffff', '7fffffff', 'ffffffff', 'ff800000']
  expect(bits(asFloat32(bytesOf(short), floatType(2, 8, 7, 127)))).toEqual(afterHdf5)
  const wide = Uint8Array.of(
    1,
    0,
    0x80,
    0x7f,
    9,
    9,
    1,
    0,
    0xc0,
    0x7f,
    0,
    0,
    5,
    0,
    0x80,
    0xff,
    0,
    0,
    0,
    0,
    0x80,
    0xff,
    0,
    0,
  )
  expect(bits(asFloat32(wide, { ...floatType(6, 8, 23, 127), bytes: 6 }))).toEqual(afterHdf5)
})

test('float64 is rounded once, to the nearest, the even one of two', () => {
  const values = Float64Array.of(
    1 + 2 ** -24,
    1 + 2 ** -24 + 2 ** -50,
    1 + 3 * 2 ** -24,
    2 ** 128,
    2 ** -149,
    2 ** -150,
    -0,
  )
  const nearest = [1, 1 + 2 ** -23, 1 + 2 ** -22, Infinity, 2 ** -149, 0, -0]
  expect(asFloat32(bytesOf(values), double)).toEqual(Float32Array.from(nearest))
})

test('an exponent held against another number moves a float64 by powers of two', () => {
  const values = Float64Array.from({ length: 1000 }, (_, at) => Math.sin(at) * 2 ** ((at % 40) - 20))
  const moved = Float32Array.from(values, (value) => value / 8)
  expect(asFloat32(bytesOf(values), floatType(8, 11, 52, 1026))).toEqual(moved)
  expect(asFloat32(bytesOf(values), { ...double, sign: 64 })).toBeNull()
  expect(asFloat32(bytesOf(values), floatType(8, 10, 53, 1023))).toBeNull()
})

test('parts may lie across the middle of eight bytes', () => {
  const type = floatType(5, 12, 27, 2047)
  // 1.5 and −2^-3, by hand: sign, exponent, and a mantissa whose first bit is a half.
  const numbers = [0x7ffn * 2n ** 27n + 2n ** 26n, 2n ** 39n + 0x7fcn * 2n ** 27n]
  const bytes = numbers.flatMap((number) => [0n, 8n, 16n, 24n, 32n].map((at) => Number((number >> at) & 255n)))
  expect(asFloat32(Uint8Array.from(bytes), type)).toEqual(Float32Array.of(1.5, -0.125))
})

test('whole numbers of eight bytes are rounded once', () => {
  const integer = { kind: 'integer', bytes: 8 } as const
  // What lies above the middle of two floats by one: as a float64 it would be that middle, and go to the other.
  const middle = 2n ** 62n + 2n ** 38n
  const signed = BigInt64Array.of(middle, middle + 1n, -middle, -middle - 1n, -3n)
  const [even, above] = [2 ** 62, 2 ** 62 + 2 ** 39]
  const nearest = Float32Array.of(even, above, -even, -above, -3)
  expect(asFloat32(bytesOf(signed), { ...integer, signed: true })).toEqual(nearest)
  const unsigned = BigUint64Array.of(2n ** 64n - 1n, 2n ** 63n + 2n ** 39n + 1n)
  const rounded = Float32Array.of(2 ** 64, 2 ** 63 + 2 ** 40)
  expect(asFloat32(bytesOf(unsigned), { ...integer, signed: false })).toEqual(rounded)
})
