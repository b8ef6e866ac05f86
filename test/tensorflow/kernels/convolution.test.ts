import { beforeAll, expect, test } from 'vitest'
import { free, liveSessions, liveTensors, tensorOf } from '../../../main/tensorflow/index.ts'
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

test('another kernel or bias than that of the call before is another convolution', () => {
  const form = { tile: 4, channels: 16, filters: 16, bias: true, relu: false, pool: false } as const
  const each = { ...form, height: 6, width: 6, batch: 2, padding: 'same' } as const
  const values = valuesFor(each)
  const [kernel, bias] = [values.kernel.map((value) => -value), values.bias.map((value) => value + 1)]
  const session = ourSession(each, values)
  const x = tensorOf(values.x, [2, 6, 6, 16])
  const others = { 'ours/kernel': tensorOf(kernel, [3, 3, 16, 16]), 'ours/bias': tensorOf(bias, [16]) }
  for (const [fed, meant] of [
    [{}, values],
    [others, { ...values, kernel, bias }],
    [{ 'ours/bias': others['ours/bias'] }, { ...values, bias }],
    [{}, values],
  ] as const) {
    expect(relativeError(session.read({ x, ...fed }, ['y'])[0]!, reference(each, meant))).toBeLessThanOrEqual(1e-5)
  }
  free(x, ...Object.values(others))
  session.close()
})

test('no tensor and no session is left', () => {
  expect([liveTensors(), liveSessions()]).toEqual([0, 0])
})
