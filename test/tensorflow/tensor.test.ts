import { expect, it } from 'vitest'
import { free, tensorOf, valuesOf } from '../../main/tensorflow/index.ts'
import { expectNothingLeaks } from '../helpers/tensors.ts'

it('makes tensors of copies, however the array’s memory is aligned', () =>
  expectNothingLeaks(async () => {
    // Every place in two cache lines: among them those that TensorFlow would take without a copy.
    const memory = new ArrayBuffer(256)
    for (let offset = 0; offset < 128; offset += 4) {
      const values = new Float32Array(memory, offset, 8).fill(1)
      const tensor = tensorOf(values, [2, 4])
      values.fill(2)
      expect(valuesOf(tensor), `at ${offset}`).toEqual(new Float32Array(8).fill(1))
      free(tensor)
    }
  }))
