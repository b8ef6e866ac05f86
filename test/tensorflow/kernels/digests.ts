// A process of its own for same-bits.test.ts: writes the digests of a few results, the largest error against
// TensorFlow's own convolution and the instruction set in use, as JSON.
import { createHash } from 'node:crypto'
import { tensorflow } from '../../../main/tensorflow/index.ts'
import { kernelsInfo } from '../../../main/tensorflow/kernels/index.ts'
import { cases } from './cases.ts'
import { once, ourSession, theirSession, valuesFor, type Case } from './convolve.ts'
import { relativeError } from './numbers.ts'
import { largeStepCases, stepCases } from './step-cases.ts'
import { stepOnce, stepValuesOf } from './step.ts'

const form = { padding: 'same', bias: true, relu: true, pool: false, batch: 5 } as const
const chosen: Case[] = [
  // Many blocks that each thread does by itself, a kernel too large for the caches, and direct convolution.
  { ...form, tile: 4, height: 37, width: 41, channels: 64, filters: 96 },
  { ...form, tile: 6, height: 30, width: 31, channels: 64, filters: 64, pool: true },
  { ...form, tile: 6, height: 18, width: 18, channels: 256, filters: 512 },
  { ...form, tile: 3, height: 9, width: 9, channels: 512, filters: 512 },
  { ...form, tile: 1, height: 50, width: 51, channels: 3, filters: 64 },
  ...cases([1, 4, 7]),
]

const info = kernelsInfo(tensorflow())
if (!info.available) {
  console.log(JSON.stringify({ unavailable: info.reason }))
} else {
  let worst = 0
  const digests = chosen.map((each) => {
    const values = valuesFor(each)
    const y = once(ourSession(each, values), each, values.x)
    worst = Math.max(worst, relativeError(y, once(theirSession(each, values), each, values.x)))
    return createHash('sha256').update(y).digest('hex')
  })
  for (const each of [...largeStepCases, ...stepCases([4, 7])]) {
    const values = stepValuesOf(each)
    const y = stepOnce(each, values, 'ours')
    worst = Math.max(worst, relativeError(y, stepOnce(each, values, 'theirs')))
    digests.push(createHash('sha256').update(y).digest('hex'))
  }
  console.log(JSON.stringify({ instructions: info.instructions, digests, worst }))
}
