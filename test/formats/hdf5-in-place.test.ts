import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readHdf5Bytes, writeHdf5 } from '../../main/formats/hdf5.ts'
import { floatsAt } from '../../main/formats/hdf5-values.ts'
import { temporaryFolder } from '../helpers/photographs.ts'

const shape = [200, 150]
const values = Float32Array.from({ length: 30_000 }, (_, at) => Math.sin(at))

test('large values are read where they lie in the file, and copied where they are small, in chunks or compressed', async () => {
  const path = join(temporaryFolder(), 'values.h5')
  await writeHdf5(path, 500_000, (file) => {
    // An odd number of bytes before them, so that not all lie at a multiple of four.
    file.create_attribute('note', 'seven')
    const one = { data: values, shape, dtype: '<f4' } as const
    file.create_dataset({ name: 'small', data: values.subarray(0, 10), shape: [10], dtype: '<f4' })
    file.create_dataset({ name: 'plain', ...one })
    file.create_dataset({ name: 'chunk', ...one, chunks: shape })
    file.create_dataset({ name: 'gzip', ...one, chunks: [50, 150], compression: 4 })
    file.create_dataset({ name: 'again', ...one })
  })
  const bytes = readFileSync(path)
  const found = await readHdf5Bytes(bytes, path, (file, budget) =>
    ['small', 'plain', 'chunk', 'gzip', 'again'].map((name) => ({ name, ...floatsAt(file, name, budget) })),
  )
  for (const { name, shape: told, values: read } of found.slice(1)) {
    expect(told, name).toEqual(shape)
    expect(read, name).toEqual(values)
  }
  expect(found[0]!.values).toEqual(values.slice(0, 10))
  const inPlace = found.filter(({ values: read }) => read.buffer === bytes.buffer).map(({ name }) => name)
  // What follows the compressed one begins at no multiple of four: it is copied.
  expect(inPlace).toEqual(['plain'])
})

test('a file that ends before its values is refused', async () => {
  const path = join(temporaryFolder(), 'values.h5')
  await writeHdf5(path, 200_000, (file) => {
    file.create_dataset({ name: 'plain', data: values, shape, dtype: '<f4' })
  })
  const bytes = readFileSync(path)
  const short = Buffer.from(bytes.subarray(0, bytes.length - 60_000))
  const reading = readHdf5Bytes(short, path, (file, budget) => floatsAt(file, 'plain', budget))
  await expect(reading).rejects.toMatchObject({ failure: { code: 'damaged-model' } })
})
