import type { Network, Weight, Weights } from './network.ts'
import { glorotUniform, randomStream } from './random.ts'
import { sizeOf } from './shape.ts'
import { weightSpecs } from './structure.ts'

/** Keras's default start: kernels GlorotUniform, biases zero. Each weight follows from the seed and its own path. */
export function initialWeights(network: Network, seed: number): Weights {
  return new Map(
    weightSpecs(network).map(({ path, name, shape }): [string, Weight] => {
      const isKernel = name.endsWith('kernel')
      const values = isKernel ? glorotUniform(shape, randomStream(seed, path)) : new Float32Array(sizeOf(shape)!)
      return [path, { shape, values }]
    }),
  )
}
