import { expect, test } from 'vitest'
import { fusesPool, tilesWorthTrying, winogradTakes } from '../../../main/tensorflow/kernels/index.ts'

const plain = { kernel: [3, 3, 64, 128], strides: [1, 1], dilation: [1, 1], padding: 'same', groups: 1 } as const

test('3x3 convolutions of stride 1, dilation 1 and one group are taken', () => {
  expect(winogradTakes(plain)).toBe(true)
  expect(winogradTakes({ ...plain, padding: 'valid' })).toBe(true)
  expect(winogradTakes({ ...plain, kernel: [3, 3, 3, 32] })).toBe(true)
  expect(winogradTakes({ ...plain, kernel: [3, 3, 17, 100] })).toBe(true)
})

test("others are left to TensorFlow's own", () => {
  expect(winogradTakes({ ...plain, kernel: [1, 1, 64, 128] })).toBe(false)
  expect(winogradTakes({ ...plain, kernel: [3, 1, 64, 128] })).toBe(false)
  expect(winogradTakes({ ...plain, kernel: [5, 5, 64, 128] })).toBe(false)
  expect(winogradTakes({ ...plain, kernel: [3, 3, 64, 15] })).toBe(false)
  expect(winogradTakes({ ...plain, strides: [2, 2] })).toBe(false)
  expect(winogradTakes({ ...plain, dilation: [1, 2] })).toBe(false)
  expect(winogradTakes({ ...plain, groups: 2 })).toBe(false)
})

test('the tiles to try are those that waste little at this output size, best first', () => {
  expect(tilesWorthTrying([3, 3, 3, 64], [150, 150])).toEqual([1])
  expect(tilesWorthTrying([3, 3, 64, 64], [150, 150])[0]).toBe(6)
  expect(tilesWorthTrying([3, 3, 512, 512], [18, 18])).toContain(6)
  expect(tilesWorthTrying([3, 3, 512, 512], [9, 9])[0]).toBe(3)
  expect(tilesWorthTrying([3, 3, 64, 64], [2, 2])).toEqual([2])
  expect(tilesWorthTrying([3, 3, 64, 64], [1, 1])).toEqual([2])
})

test('tiles of an even size take the pool with them', () => {
  expect(([1, 2, 3, 4, 6] as const).map(fusesPool)).toEqual([false, true, false, true, true])
})
