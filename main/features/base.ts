import type { Precision } from '../../contract/index.ts'
import { frozenGraph, outputOf, shapesOf, type Convolutions, type Network, type Weights } from '../network/index.ts'
import { free, openSession, tensorOf } from '../tensorflow/index.ts'

/** Photographs in one pass. */
export const baseBatch = 20

export interface BaseOptions {
  /** From raw pixels to the boundary: preprocessing, then the base. */
  network: Network
  weights: Weights
  precision: Precision
  /** What our own kernels compute when the precision is float32. */
  convolutions?: Convolutions
  /** The preprocessing's layers: they compute in float32. */
  preprocessing: ReadonlySet<string>
}

/** A frozen base in TensorFlow. Close it when done. */
export interface Base {
  /** Values of one photograph's features. */
  readonly rowLength: number
  /** uint8 RGB (count, size, size, 3) → float32 (count, …), a new array; count ≤ `baseBatch`. */
  features(pixels: Uint8Array, count: number): Float32Array
  close(): void
}

/**
 * Loads a frozen base. Every pass has the same batch, short ones filled up with black, because a library may add in
 * another order for another batch size: a photograph's features must not depend on its company.
 */
export function openBase({ network, weights, precision, convolutions, preprocessing }: BaseOptions): Base {
  const shapes = shapesOf(network)
  const size = shapes.get(network.layers[0]!.name)!.map(Number)
  const row = shapes.get(network.output)!.map(Number)
  const rowLength = row.reduce((a, b) => a * b, 1)
  const pixelLength = size.reduce((a, b) => a * b, 1)
  const graph = frozenGraph({
    network,
    weights,
    precision,
    convolutions,
    input: 'pixels',
    float32Layers: preprocessing,
  })
  const session = openSession(graph)
  const full = (pixels: Uint8Array) => {
    if (pixels.length === baseBatch * pixelLength) return pixels
    const padded = new Uint8Array(baseBatch * pixelLength)
    padded.set(pixels)
    return padded
  }
  return {
    rowLength,
    features(pixels, count) {
      if (count > baseBatch || pixels.length !== count * pixelLength) {
        throw new RangeError(
          `Expected at most ${baseBatch} photographs of ${size.join('×')}. Received: ${pixels.length} bytes`,
        )
      }
      const input = tensorOf(full(pixels), [baseBatch, ...size])
      try {
        const [values] = session.read({ input }, [outputOf(network.output)])
        return values!.slice(0, count * rowLength)
      } finally {
        free(input)
      }
    },
    close: () => session.close(),
  }
}
