import { free, openSession, tensorOf } from '../tensorflow/index.ts'
import { frozenGraph, outputOf, type FrozenOptions } from './frozen.ts'
import { shapesOf } from './structure.ts'

/** A network in float32 for a few samples. Close it when done. */
export interface AtOnce {
  /** (n, …) uint8 pixels or float32, n being `count`, → the network's output: float32 (n, …). */
  readonly output: (values: Uint8Array | Float32Array, count: number) => Float32Array
  readonly close: () => void
}

/**
 * Opens a network without what TensorFlow does to a graph of constants before its first call, which for VGG16 takes as long as
 * eight photographs: the weights are tensors that every call is fed with. For few samples; many are faster through `frozenGraph`.
 */
export function openAtOnce({ network, weights, input }: Pick<FrozenOptions, 'network' | 'weights' | 'input'>): AtOnce {
  const session = openSession(frozenGraph({ network, weights, input, weightsAreFed: true }))
  const size = shapesOf(network).get(network.layers[0]!.name)!.map(Number)
  return {
    output(values, count) {
      const samples = tensorOf(values, [count, ...size])
      try {
        return session.read({ input: samples }, [outputOf(network.output)])[0]!
      } finally {
        free(samples)
      }
    },
    close: () => session.close(),
  }
}
