import { free, newGraph, openSession, placeholder, tensorOf } from '../../../main/tensorflow/index.ts'
import { thawConvolution, type Tile } from '../../../main/tensorflow/kernels/index.ts'

export interface Asked {
  channels?: number
  filters?: number
  tile?: number
  pool?: boolean
  padding?: 'same' | 'valid'
  bias?: Float32Array
  input?: number[]
}

/** Runs the op on zeros, in a graph that knows nothing of its input's shape; the number of outputs. */
export function runOnZeros({
  channels = 16,
  filters = 16,
  tile = 4,
  padding = 'same',
  pool,
  bias,
  input = [1, 5, 5, 16],
}: Asked) {
  const graph = newGraph()
  const kernel = new Float32Array(9 * channels * filters)
  placeholder(graph, 'x', [null, null, null, null])
  thawConvolution(graph, 'y', 'x', { kernel, channels, filters, bias, tile: tile as Tile, padding, relu: false, pool })
  const session = openSession(graph)
  const x = tensorOf(new Float32Array(input.reduce((a, b) => a * b)), input)
  try {
    return session.read({ x }, ['y'])[0]!.length
  } finally {
    free(x)
    session.close()
  }
}
