import h5wasm from 'h5wasm'
import { describe, expect, test } from 'vitest'
import { readHdf5Bytes } from '../../main/formats/hdf5.ts'
import { floatsAt, textAttribute } from '../../main/formats/hdf5-values.ts'

const shape = [160, 150]
const values = Float32Array.from({ length: 24_000 }, (_, at) => Math.sin(at + 1))
const small = values.slice(0, 12)
/** HDF5's message of float32: class and version, bit fields, size, offset, precision, exponent, mantissa, bias. */
const float32 = Buffer.from('11201f000400000000002000170800177f000000', 'hex')

/** As h5py writes by itself, and Keras with it: without checksums. */
async function wholeFile(): Promise<Buffer> {
  const { FS } = await h5wasm.ready
  const file = new h5wasm.File('/values.h5', 'w', { libver: ['earliest', 'latest'] })
  file.create_attribute('config', 'what is asked for')
  file.create_attribute('other', 'what is damaged')
  file.create_dataset({ name: 'large', data: values, shape, dtype: '<f4' })
  file.create_dataset({ name: 'small', data: small, shape: [12], dtype: '<f4' })
  file.close()
  return Buffer.from(FS.readFile('/values.h5'))
}

/** The file with some bytes of every data set's type changed. */
async function changed(...changes: (readonly [at: number, to: number])[]): Promise<Buffer> {
  const bytes = await wholeFile()
  let found = 0
  for (let next = bytes.indexOf(float32); next >= 0; next = bytes.indexOf(float32, next + 1), found++) {
    for (const [at, to] of changes) bytes[next + at] = to
  }
  expect(found).toBe(2)
  return bytes
}
const read = (bytes: Buffer) =>
  readHdf5Bytes(bytes, 'values.h5', (file, budget) => ({
    large: floatsAt(file, 'large', budget).values,
    small: floatsAt(file, 'small', budget).values,
  }))
const swapped = (all: Float32Array) => {
  const bytes = Buffer.from(all.slice().buffer).swap32()
  return new Float32Array(new Uint8Array(bytes).buffer)
}
const withoutLeadingOne = (value: number): number =>
  2 * (value - Math.sign(value) * 2 ** Math.floor(Math.log2(Math.abs(value))))

const asIntegers = (all: Float32Array) => Float32Array.from(new Uint32Array(all.slice().buffer))

describe('four bytes of a number mean what the file says that they mean, as in h5py', () => {
  test.each([
    {
      name: 'another bias of the exponent',
      at: 16,
      to: 128,
      meant: (all: Float32Array) => all.map((value) => value / 2),
    },
    { name: 'a bias far off', at: 16, to: 168, meant: (all: Float32Array) => all.map((value) => value * 2 ** -41) },
    { name: 'the other order of bytes', at: 1, to: 0x21, meant: swapped },
    {
      name: 'a mantissa without a leading one',
      at: 1,
      to: 0,
      meant: (all: Float32Array) => all.map(withoutLeadingOne),
    },
    { name: 'whole numbers', at: 0, to: 0x10, meant: asIntegers },
    { name: 'bits', at: 0, to: 0x14, meant: asIntegers },
    {
      name: 'bits in the other order of bytes',
      at: 0,
      to: 0x14,
      also: [1, 0x21] as const,
      meant: (all: Float32Array) => asIntegers(swapped(all)),
    },
    { name: 'nothing else', at: 1, to: 0x20, meant: (all: Float32Array) => all },
  ])('$name', async ({ at, to, also = [at, to] as const, meant }) => {
    expect(await read(await changed([at, to], also))).toEqual({ large: meant(values), small: meant(small) })
  })

  test.each([
    { name: 'a form that HDF5 does not read', at: 1, to: 0x10 },
    { name: 'a bias of 0', at: 16, to: 0 },
    { name: 'a bias that no float has', at: 19, to: 1 },
    { name: 'a time', at: 0, to: 0x12 },
    { name: 'bits with ones in the place of others', at: 0, to: 0x14, also: [1, 2] as const },
    { name: 'bits that do not fill their bytes', at: 0, to: 0x14, also: [10, 31] as const },
    { name: 'whole numbers that do not fill their bytes', at: 0, to: 0x10, also: [10, 16] as const },
  ])('and $name is refused', async ({ at, to, also = [at, to] as const }) => {
    await expect(read(await changed([at, to], also))).rejects.toMatchObject({ failure: { code: 'damaged-model' } })
  })
})

test('an attribute is read although one after it is damaged, and the damaged one is not', async () => {
  const whole = await wholeFile()
  const bytes = Buffer.from(whole)
  // Eight bytes before its name an attribute's message begins, with its version.
  bytes[bytes.indexOf('other\0') - 8] = 0xff
  const asked = (name: string) => readHdf5Bytes(bytes, 'x.h5', (file, budget) => textAttribute(file, name, budget))
  expect(await asked('config')).toBe('what is asked for')
  await expect(asked('other')).rejects.toMatchObject({ failure: { code: 'damaged-model' } })
  expect(
    await readHdf5Bytes(Buffer.from(whole), 'x.h5', (file, budget) => textAttribute(file, 'none', budget)),
  ).toBeNull()
})
