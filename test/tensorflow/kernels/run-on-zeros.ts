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
  thawConvolution(graph, 'y', 'x', { kernel, channels, filters, tile: tile as Tile, padding, relu: false, pool })
  const session = openSession(graph)
  const feeds = {
    x: tensorOf(new Float32Array(input.reduce((a, b) => a * b)), input),
    ...(bias && { 'y/bias': tensorOf(bias, [bias.length]) }),
  }
  try {
    return session.read(feeds, ['y'])[0]!.length
  } finally {
    free(...Object.values(feeds))
    session.close()
  }
}
