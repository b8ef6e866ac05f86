import { expect, test } from 'vitest'
import { withoutTheRest } from '../../main/formats/needed-bytes.ts'
import type { Weights } from '../../main/network/index.ts'

/** Weights of nine numbers in all, from the fifth on, in a file of so many. */
function weightsIn(numbers: number): Weights {
  const file = Float32Array.from({ length: numbers }, (_, at) => at)
  return new Map([
    ['dense/kernel', { shape: [2, 3], values: file.subarray(2, 8) }],
    ['dense/bias', { shape: [3], values: file.subarray(8, 11) }],
  ])
}
const buffersOf = (weights: Weights) => [...weights.values()].map(({ values }) => values.buffer)

test('weights stay where they lie in a file that holds little else', () => {
  const weights = weightsIn(12)
  const kept = withoutTheRest(weights)
  expect(kept).toEqual(weights)
  buffersOf(kept).forEach((buffer, at) => expect(buffer).toBe(buffersOf(weights)[at]))
})

test('what an optimizer left in the file is let go, and every weight is what it was', () => {
  const weights = weightsIn(30)
  const kept = withoutTheRest(weights)
  expect(kept).toEqual(weights)
  expect(buffersOf(kept).map(({ byteLength }) => byteLength)).toEqual([24, 12])
})
