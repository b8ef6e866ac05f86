import h5wasm from 'h5wasm'
import { expect, test } from 'vitest'
import { readHdf5Bytes } from '../../main/formats/hdf5.ts'
import { bringDriverNear } from '../../main/formats/hdf5-superblock.ts'
import { floatsAt } from '../../main/formats/hdf5-values.ts'

const values = Float32Array.of(1.5, -2, 1e-30)
const none = 2n ** 64n - 1n

/** As h5py writes by itself, and Keras with it: its superblock is of the first version. */
async function wholeFile(): Promise<Buffer> {
  const { FS } = await h5wasm.ready
  const file = new h5wasm.File('/superblock.h5', 'w', { libver: ['earliest', 'latest'] })
  file.create_dataset({ name: 'x', data: values, shape: [3], dtype: '<f4' })
  file.close()
  const bytes = Buffer.from(FS.readFile('/superblock.h5'))
  expect(bytes[8]).toBe(0)
  expect(bytes.readBigUInt64LE(48)).toBe(none)
  return bytes
}

const read = (bytes: Buffer) => readHdf5Bytes(bytes, 'x.h5', (file, budget) => floatsAt(file, 'x', budget).values)

test.each([2n ** 53n, 2n ** 60n - 1n, 2n ** 63n - 2n ** 8n])(
  'a driver’s block that a damaged superblock puts far behind the end of the file, at %d, is passed over, as by h5py',
  async (address) => {
    const bytes = await wholeFile()
    bytes.writeBigUInt64LE(address, 48)
    expect(await read(bytes)).toEqual(values)
    const behind = Buffer.concat([Buffer.alloc(512, 'x'), await wholeFile()])
    behind.writeBigUInt64LE(address, 512 + 48)
    expect(await read(behind)).toEqual(values)
  },
)

test.each([96n, 2n ** 63n, none - 1n])(
  'and one at %d, which h5py does not read either, is refused',
  async (address) => {
    const bytes = await wholeFile()
    bytes.writeBigUInt64LE(address, 48)
    await expect(read(bytes)).rejects.toMatchObject({ failure: { code: 'damaged-model' } })
  },
)

test('a superblock of the second version has it four bytes later, and later ones and what is no HDF5 are left alone', async () => {
  for (const [version, to] of [
    [1, 2n ** 52n],
    [2, 2n ** 60n],
  ] as const) {
    const bytes = await wholeFile()
    bytes[8] = version
    bytes.writeBigUInt64LE(2n ** 60n, 52)
    bringDriverNear(bytes)
    expect(bytes.readBigUInt64LE(52)).toBe(to)
  }
  const bytes = Buffer.alloc(100, 0x7f)
  bringDriverNear(bytes)
  expect(bytes).toEqual(Buffer.alloc(100, 0x7f))
})
