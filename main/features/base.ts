import type { Precision } from '../../contract/index.ts'
import { frozenGraph, outputOf, shapesOf, type Convolutions, type Network, type Weights } from '../network/index.ts'
import { free, openSession, tensorOf } from '../tensorflow/index.ts'

/** Photographs in one pass. */
export const baseBatch = 20

export interface BaseOptions {
  /** Up to the boundary: from raw pixels, with preprocessing, or from a lower boundary. */
  network: Network
  /** What it takes. @default 'pixels' */
  input?: 'pixels' | 'float32'
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
  /** (count, …) uint8 RGB or rows of a lower boundary → float32 (count, …), a new array; count ≤ `baseBatch`. */
  features(values: Uint8Array | Float32Array, count: number): Float32Array
  close(): void
}

/**
 * Loads a frozen base. Every pass has the same batch, short ones filled up with black, because a library may add in
 * another order for another batch size: a photograph's features must not depend on its company.
 */
export function openBase({
  network,
  input: takes = 'pixels',
  weights,
  precision,
  convolutions,
  preprocessing,
}: BaseOptions): Base {
  const shapes = shapesOf(network)
  const size = shapes.get(network.layers[0]!.name)!.map(Number)
  const row = shapes.get(network.output)!.map(Number)
  const rowLength = row.reduce((a, b) => a * b, 1)
  const length = size.reduce((a, b) => a * b, 1)
  const session = openSession(
    frozenGraph({ network, weights, precision, convolutions, input: takes, float32Layers: preprocessing }),
  )
  const full = (values: Uint8Array | Float32Array) => {
    if (values.length === baseBatch * length) return values
    const padded = takes === 'pixels' ? new Uint8Array(baseBatch * length) : new Float32Array(baseBatch * length)
    padded.set(values)
    return padded
  }
  return {
    rowLength,
    features(values, count) {
      if (count > baseBatch || values.length !== count * length) {
        throw new RangeError(
          `Expected at most ${baseBatch} samples of ${size.join('×')}. Received: ${values.length} values`,
        )
      }
      const input = tensorOf(full(values), [baseBatch, ...size])
      try {
        const [features] = session.read({ input }, [outputOf(network.output)])
        return features!.slice(0, count * rowLength)
      } finally {
        free(input)
      }
    },
    close: () => session.close(),
  }
}

/**
 * Opens bases that are asked for by name, one at a time: that of the last name stays open for whoever asks for it next, since
 * opening one takes as long as some fifty photographs. Closing what it gives does nothing; `close` closes what is open.
 */
export function openOneAtATime() {
  let last: { name: string; base: Base } | null = null
  const close = (): void => {
    last?.base.close()
    last = null
  }
  return {
    base(name: string, open: () => Base): Base {
      if (last?.name !== name) {
        close()
        last = { name, base: open() }
      }
      return { ...last.base, close: () => {} }
    },
    close,
  }
}
