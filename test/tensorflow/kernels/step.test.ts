import { beforeAll, expect, test } from 'vitest'
import { free, liveSessions, liveTensors, tensorOf } from '../../../main/tensorflow/index.ts'
import { requireKernels } from './convolve.ts'
import { relativeError } from './numbers.ts'
import { largeStepCases, stepCases, stepNameOf } from './step-cases.ts'
import { stepReference } from './step-reference.ts'
import { feedsOf, stepOnce, stepSession, stepValuesOf, type StepCase } from './step.ts'

beforeAll(requireKernels)

const table = [...stepCases([1, 2, 3, 5, 8, 13, 20]), ...largeStepCases]

test.each(table.map((each) => [stepNameOf(each), each] as const))('exact to 1e-5 in a training step: %s', (_, each) => {
  const values = stepValuesOf(each)
  const exact = stepReference(each, values)
  expect(relativeError(stepOnce(each, values, 'ours'), exact)).toBeLessThanOrEqual(1e-5)
  expect(relativeError(stepOnce(each, values, 'theirs'), exact)).toBeLessThanOrEqual(1e-5)
})

const small: StepCase = {
  ...{ part: 'forward', tile: 4, batch: 1, height: 6, width: 6, channels: 16, filters: 16 },
  ...{ padding: 'same', bias: true },
}

test('a kernel that changes changes the result of the same session', () => {
  const session = stepSession(small, 'ours')
  const values = stepValuesOf(small)
  const run = (kernel: Float32Array) => {
    const feeds = feedsOf(small, { ...values, kernel })
    try {
      return session.read(feeds, ['y'])[0]!
    } finally {
      free(...Object.values(feeds))
    }
  }
  try {
    const [first, zero, again] = [values.kernel, new Float32Array(values.kernel.length), values.kernel].map(run)
    expect(again).toEqual(first)
    expect([...zero!.slice(0, 16)]).toEqual([...values.bias])
  } finally {
    session.close()
  }
})

test('no pictures give no output, and a kernel gradient of zeros', () => {
  const none = { ...small, batch: 0 }
  const values = stepValuesOf(none)
  expect(stepOnce(none, values, 'ours')).toHaveLength(0)
  expect(stepOnce({ ...none, part: 'input' }, values, 'ours')).toHaveLength(0)
  expect(stepOnce({ ...none, part: 'filter' }, values, 'ours').every((value) => value === 0)).toBe(true)
})

test('what the ops do not take is an error that says so', () => {
  const refused = (each: StepCase, wrong: Record<string, number[]>) => () => {
    const session = stepSession(each, 'ours')
    const feeds = feedsOf(each, stepValuesOf(each))
    for (const [name, shape] of Object.entries(wrong)) {
      free(feeds[name]!)
      feeds[name] = tensorOf(new Float32Array(shape.reduce((a, b) => a * b, 1)), shape)
    }
    try {
      session.read(feeds, ['y'])
    } finally {
      free(...Object.values(feeds))
      session.close()
    }
  }
  expect(refused(small, { bias: [7] })).toThrow('ThawConv2DStep: a bias of shape [7]')
  expect(refused({ ...small, padding: 'valid' }, { x: [1, 1, 6, 16] })).toThrow('an input of shape [1,1,6,16]')
  expect(refused({ ...small, part: 'filter' }, { dy: [1, 5, 6, 16] })).toThrow('a gradient of shape [1,5,6,16]')
  expect(refused({ ...small, part: 'filter', channels: 8 }, {})).toThrow('an input of shape [1,6,6,8]')
  expect(refused({ ...small, channels: 8 }, {})).toThrow('a kernel of shape [3,3,8,16]')
  expect(refused({ ...small, part: 'input', tile: 1 }, {})).toThrow('tile is 2, 3, 4 or 6, and 1 forward')
})

test('no tensor and no session is left', () => {
  expect([liveTensors(), liveSessions()]).toEqual([0, 0])
})
