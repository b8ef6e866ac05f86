import { expect, test } from 'vitest'
import { liveTensors, tensorflow } from '../../../main/tensorflow/index.ts'
import { kernelsInfo } from '../../../main/tensorflow/kernels/index.ts'
import { requireKernels } from './convolve.ts'

test('the binding says which instruction set our kernels use, and leaves no tensor', () => {
  requireKernels()
  const info = kernelsInfo(tensorflow())
  expect(info).toEqual({ available: true, instructions: expect.stringMatching(/^(avx512|avx2|generic)$/) as string })
  expect(liveTensors()).toBe(0)
})

test('a binding without our kernels says so with the reason', () => {
  const reason = "'ThawKernelInfo' is neither a type of a primitive operation nor a name of a function"
  const without = {
    ...{ tensorDataSync: () => [], deleteTensor: () => {} },
    executeOp: () => {
      throw new Error(reason)
    },
  }
  expect(kernelsInfo(without)).toEqual({ available: false, reason })
})
