import { appendFileSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { failureOf } from '../../contract/index.ts'
import { openNpyRows, openNpyWriter, readNpy, writeNpy, type NpyArray } from '../../main/formats/index.ts'
import { runPython } from '../helpers/oracle.ts'

let folder: string
let path: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'thaw-'))
  path = join(folder, 'train.npy')
})

afterEach(() => rmSync(folder, { recursive: true }))

async function codeOf(promise: Promise<unknown>): Promise<string> {
  return failureOf(
    await promise.then(
      () => new Error('it did not fail'),
      (error: unknown) => error,
    ),
  ).code
}

const rowsOf = (...rows: number[][]) => Float32Array.from(rows.flat())

test('numpy.load reads what is written, whole and by rows, with its type, shape and values', async () => {
  const arrays: NpyArray[] = [
    { shape: [2, 3], values: Float32Array.of(1, 2, 3, 4, 5, 0.5) },
    { shape: [4], values: Int32Array.of(1, -2, 3, 2 ** 31 - 1) },
    { shape: [2, 1, 2, 1], values: Uint8Array.of(255, 0, 1, 2) },
    { shape: [0, 4, 4, 512], values: new Float32Array(0) },
    { shape: [], values: Float32Array.of(7) },
  ]
  const files = await Promise.all(
    arrays.map(async (array, index) => {
      const file = join(folder, `${index}.npy`)
      await writeNpy(file, array)
      expect(await readNpy(file)).toEqual(array)
      return file
    }),
  )
  const writer = await openNpyWriter(path, [2, 2])
  await writer.append(rowsOf([1, 2, 3, 4], [5, 6, 7, 8]))
  await writer.append(rowsOf([9, 10, 11, 12.25]))
  await writer.finish()
  const facts: unknown = JSON.parse(await runPython('formats_files.py', ['npy', ...files, path]))
  expect(facts).toEqual([
    { type: '<f4', shape: [2, 3], sum: 15.5, c: true },
    { type: '<i4', shape: [4], sum: 2 ** 31 + 1, c: true },
    { type: '|u1', shape: [2, 1, 2, 1], sum: 258, c: true },
    { type: '<f4', shape: [0, 4, 4, 512], sum: 0, c: true },
    { type: '<f4', shape: [], sum: 7, c: true },
    { type: '<f4', shape: [3, 2, 2], sum: 78.25, c: true },
  ])
})

test('values that do not fill the shape are not written', async () => {
  expect(await codeOf(writeNpy(path, { shape: [2, 2], values: new Float32Array(3) }))).toBe('bad-shape')
})

test('rows are read in ranges without the rest, and not outside the file', async () => {
  await writeNpy(path, { shape: [4, 2], values: Float32Array.of(0, 1, 2, 3, 4, 5, 6, 7) })
  const rows = await openNpyRows(path, [2])
  try {
    expect(rows.rows).toBe(4)
    expect([...(await rows.read(1, 3))]).toEqual([2, 3, 4, 5])
    const into = new Float32Array(8)
    await rows.read(3, 4, into)
    expect([...into]).toEqual([6, 7, 0, 0, 0, 0, 0, 0])
    expect(await codeOf(rows.read(2, 5))).toBe('bad-rows')
    expect(await codeOf(rows.read(-1, 1))).toBe('bad-rows')
  } finally {
    await rows.close()
  }
  expect(await codeOf(openNpyRows(path, [3]))).toBe('bad-shape')
})

test('an unfinished file is not in its place, and a new writer goes on after the rows that were kept', async () => {
  const first = await openNpyWriter(path, [2])
  await first.append(rowsOf([1, 2], [3, 4]))
  await first.keep()
  await first.append(rowsOf([5, 6]))
  await first.close()
  expect(await codeOf(readNpy(path))).toBe('unexpected')
  appendFileSync(`${path}.part`, 'half a row')

  const second = await openNpyWriter(path, [2])
  expect(second.rows).toBe(2)
  await second.append(rowsOf([7, 8]))
  await second.finish()
  expect(await readNpy(path)).toEqual({ shape: [3, 2], values: Float32Array.of(1, 2, 3, 4, 7, 8) })
})

test('a writer can go on from fewer rows than were kept, and starts anew for rows of another shape', async () => {
  for (const { shape, atMost, kept } of [
    { shape: [2], atMost: 1, kept: 1 },
    { shape: [2], atMost: 0, kept: 0 },
    { shape: [1, 2], atMost: 9, kept: 0 },
  ]) {
    const first = await openNpyWriter(path, [2], { atMost: 0 })
    await first.append(rowsOf([1, 2], [3, 4]))
    await first.keep()
    await first.close()
    const second = await openNpyWriter(path, shape, { atMost })
    expect(second.rows).toBe(kept)
    await second.finish()
    expect((await readNpy(path)).shape).toEqual([kept, ...shape])
  }
})

test('part of a row is refused', async () => {
  const writer = await openNpyWriter(path, [2])
  expect(await codeOf(writer.append(new Float32Array(3)))).toBe('bad-shape')
  await writer.close()
})

test('a damaged or foreign file is refused before memory is taken for it', async () => {
  await writeNpy(path, { shape: [2, 3], values: new Float32Array(6) })
  const whole = readFileSync(path)
  const header = whole.subarray(0, 128).toString('latin1')
  const refused = async (bytes: Buffer, code: string) => {
    writeFileSync(path, bytes)
    expect(await codeOf(readNpy(path))).toBe(code)
  }
  const withHeader = (from: string, to: string) =>
    Buffer.concat([
      Buffer.from(header.replace(from.padEnd(to.length), to.padEnd(from.length)), 'latin1'),
      whole.subarray(128),
    ])

  await refused(Buffer.alloc(0), 'damaged-npy')
  await refused(Buffer.from('not an array at all'), 'damaged-npy')
  await refused(withHeader('(2, 3)', '(9, 9)'), 'damaged-npy')
  await refused(withHeader('(2, 3), }', '(99999999999, 99999999999), }'), 'damaged-npy')
  await refused(withHeader('(2, 3)', '(2,  )'), 'damaged-npy')
  await refused(withHeader('<f4', '>f4'), 'unsupported-npy')
  await refused(withHeader("'<f4'", "'|O8'"), 'unsupported-npy')
  await refused(withHeader('False', 'True'), 'unsupported-npy')
  for (const length of [5, 9, 11, 60, 127, 130]) {
    writeFileSync(path, whole)
    truncateSync(path, length)
    expect(await codeOf(readNpy(path))).toBe('damaged-npy')
  }
})
