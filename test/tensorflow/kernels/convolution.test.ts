import { beforeAll, expect, test } from 'vitest'
import { liveSessions, liveTensors } from '../../../main/tensorflow/index.ts'
import { cases, nameOf } from './cases.ts'
import { once, ourSession, requireKernels, theirSession, valuesFor } from './convolve.ts'
import { relativeError } from './numbers.ts'
import { reference } from './reference.ts'

beforeAll(requireKernels)

const table = cases([1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 13, 14, 18, 23, 30, 37, 40])

test.each(table.map((each) => [nameOf(each), each] as const))(
  'our convolution is the exact one to 1e-5: %s',
  (_, each) => {
    const values = valuesFor(each)
    const exact = reference(each, values)
    expect(relativeError(once(ourSession(each, values), each, values.x), exact)).toBeLessThanOrEqual(1e-5)
    expect(relativeError(once(theirSession(each, values), each, values.x), exact)).toBeLessThanOrEqual(1e-5)
  },
)

test('a batch of no pictures and a size that VALID leaves nothing of give empty results', () => {
  const form = { tile: 4, channels: 16, filters: 16, bias: true, relu: true, pool: false } as const
  const none = { ...form, height: 5, width: 5, batch: 0, padding: 'same' } as const
  const small = { ...form, height: 2, width: 7, batch: 1, padding: 'valid' } as const
  for (const each of [none, small]) {
    const values = valuesFor(each)
    expect(once(ourSession(each, values), each, values.x)).toHaveLength(0)
  }
})

test('no tensor and no session is left', () => {
  expect([liveTensors(), liveSessions()]).toEqual([0, 0])
})
