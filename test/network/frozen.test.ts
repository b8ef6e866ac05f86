import { describe, expect, it } from 'vitest'
import {
  frozenGraph,
  initialWeights,
  openAtOnce,
  outputOf,
  randomStream,
  type Convolutions,
  type FrozenOptions,
  type Network,
} from '../../main/network/index.ts'
import { free, kernelsInfo, openSession, tensorflow, tensorOf } from '../../main/tensorflow/index.ts'
import { chain } from '../helpers/networks.ts'
import { expectNothingLeaks } from '../helpers/tensors.ts'

const convolution = (filters: number, padding: string, activation = 'relu') => ({
  filters,
  kernel_size: [3, 3],
  padding,
  activation,
})
const network: Network = chain('frozen', [
  ['input', 'InputLayer', { shape: [20, 20, 3] }],
  ['rescaling', 'Rescaling', { scale: 1 / 127.5, offset: -1 }],
  ['conv_1', 'Conv2D', convolution(32, 'same')],
  ['conv_2', 'Conv2D', convolution(32, 'same')],
  ['pool', 'MaxPooling2D', { pool_size: [2, 2] }],
  ['conv_3', 'Conv2D', convolution(48, 'valid', 'tanh')],
])
const weights = initialWeights(network, 3)
const count = 5
const random = randomStream('pixels')
const pixels = new Uint8Array(count * 20 * 20 * 3).map(() => random() * 256)

function outputs(options: Partial<FrozenOptions> = {}): Float32Array[] {
  const { outputs: names = [network.output] } = options
  const session = openSession(frozenGraph({ network, weights, input: 'pixels', ...options }))
  const input = tensorOf(pixels, [count, 20, 20, 3])
  const values = session.read({ input }, names.map(outputOf))
  free(input)
  session.close()
  return values
}

function distance(a: Float32Array, b: Float32Array): number {
  const norm = (values: Float32Array) => Math.sqrt(values.reduce((sum, v) => sum + v * v, 0))
  return norm(a.map((v, i) => v - b[i]!)) / norm(b)
}

describe('a frozen network', () => {
  it('gives any of its layers, in one pass', () =>
    expectNothingLeaks(() => {
      const [inner, last] = outputs({ outputs: ['conv_2', 'conv_3'] })
      expect(inner!.length).toBe(count * 20 * 20 * 32)
      expect(last).toEqual(outputs()[0])
    }))

  it('gives the same when its weights are fed, whatever the number of samples', () =>
    expectNothingLeaks(() => {
      const [expected] = outputs()
      const length = expected!.length / count
      const opened = openAtOnce({ network, weights, input: 'pixels' })
      for (const few of [count, 2]) {
        const given = opened.output(pixels.subarray(0, few * 20 * 20 * 3), few)
        expect(distance(given, expected!.subarray(0, few * length))).toBeLessThan(1e-6)
      }
      opened.close()
    }))

  it('in bfloat16 is off by bfloat16’s rounding, and not by that of the preprocessing', () => {
    const [exact] = outputs()
    const [rounded] = outputs({ precision: 'bfloat16', float32Layers: new Set(['rescaling']) })
    expect(distance(rounded!, exact!)).toBeLessThan(0.015)
    expect(distance(rounded!, exact!)).toBeGreaterThan(1e-5)
  })
})

describe('our own convolutions in a frozen network', () => {
  it('are there', () => {
    expect(kernelsInfo(tensorflow()), 'npm run setup builds them into the binding').toMatchObject({ available: true })
  })

  it.each<Convolutions>([
    { conv_2: 4, conv_3: 6 },
    { conv_2: 3, conv_3: 3 },
    { conv_1: 1, conv_2: 6, conv_3: 2 },
  ])('give what TensorFlow’s give: tiles %j', (convolutions) =>
    expectNothingLeaks(() => {
      expect(distance(outputs({ convolutions })[0]!, outputs()[0]!)).toBeLessThan(1e-5)
    }),
  )

  it('leave a convolution’s own output to be had, where its pool could have been fused with it', () => {
    const names = ['conv_2', 'pool']
    const own = outputs({ convolutions: { conv_2: 4 }, outputs: names })
    outputs({ outputs: names }).forEach((values, i) => expect(distance(own[i]!, values)).toBeLessThan(1e-5))
  })

  it('stand aside in bfloat16', () => {
    const options = { precision: 'bfloat16', float32Layers: new Set(['rescaling']) } as const
    expect(outputs({ ...options, convolutions: { conv_2: 4 } })).toEqual(outputs(options))
  })
})
