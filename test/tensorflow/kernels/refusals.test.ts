import { beforeAll, expect, test } from 'vitest'
import { requireKernels } from './convolve.ts'
import { runOnZeros as run } from './run-on-zeros.ts'

beforeAll(requireKernels)

test('what the op does not take is an error that says so', () => {
  expect(run({})).toBe(400)
  expect(() => run({ tile: 5 })).toThrow('tile is 1, 2, 3, 4 or 6')
  expect(() => run({ tile: 0 })).toThrow('tile is 1, 2, 3, 4 or 6')
  expect(() => run({ tile: 3, pool: true })).toThrow('with pool not odd')
  expect(() => run({ channels: 8, input: [1, 5, 5, 8] })).toThrow('16 channels')
  expect(() => run({ filters: 8 })).toThrow('16 filters at least')
  expect(() => run({ bias: new Float32Array(7) })).toThrow('bias')
  expect(() => run({ input: [1, 5, 5, 17] })).toThrow('an input of shape [1,5,5,17]')
  expect(() => run({ padding: 'valid', input: [1, 1, 5, 16] })).toThrow('an input of shape [1,1,5,16]')
})
