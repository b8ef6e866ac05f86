import {
  attribute,
  constant,
  DataType,
  free,
  newGraph,
  openSession,
  placeholder,
  tensorflow,
  tensorOf,
  type Graph,
  type Session,
} from '../../../main/tensorflow/index.ts'
import { fusesPool, kernelsInfo, thawConvolution, type Tile } from '../../../main/tensorflow/kernels/index.ts'
import { normal } from './numbers.ts'

/** A convolution of seeded numbers, as the tests run it through our op and through TensorFlow's own. */
export interface Case {
  tile: Tile
  height: number
  width: number
  channels: number
  filters: number
  batch: number
  padding: 'same' | 'valid'
  bias: boolean
  relu: boolean
  pool: boolean
}

export interface Values {
  x: Float32Array
  kernel: Float32Array
  bias: Float32Array
}

export function valuesFor({ batch, height, width, channels, filters, bias }: Case): Values {
  return {
    x: normal(1, batch * height * width * channels),
    kernel: normal(2, 9 * channels * filters, Math.sqrt(2 / 9 / channels)),
    bias: bias ? normal(3, filters, 0.3) : new Float32Array(filters),
  }
}

/** The tests of our op need it in the binding; without it they fail, and say what to do. */
export function requireKernels(): void {
  const info = kernelsInfo(tensorflow())
  if (!info.available) throw new Error(`The binding lacks the op ThawConv2D. Run: npm run setup (${info.reason})`)
}

const T = { T: attribute.type(DataType.float32) }
const NHWC = { data_format: attribute.string('NHWC') }
const square = (size: number) => attribute.ints([1, size, size, 1])

function session(test: Case, write: (graph: Graph) => string): Session {
  const graph = newGraph()
  placeholder(graph, 'x', [null, test.height, test.width, test.channels])
  graph.add('Identity', 'y', [write(graph)], T)
  return openSession(graph)
}

function maxPool(graph: Graph, input: string): string {
  const window = { ksize: square(2), strides: square(2), padding: attribute.string('VALID') }
  return graph.add('MaxPool', 'pool', [input], { ...T, ...NHWC, ...window })
}

/** Our op in a session of its own: feed `x`, fetch `y`. TensorFlow's max-pool follows a tile that does not take it. */
export function ourSession(test: Case, { kernel, bias }: Values): Session {
  const { tile, channels, filters, padding, relu, pool } = test
  const fused = pool && fusesPool(tile)
  return session(test, (graph) => {
    const y = thawConvolution(graph, 'ours', 'x', { kernel, bias, channels, filters, tile, padding, relu, pool: fused })
    return pool && !fused ? maxPool(graph, y) : y
  })
}

/** The same of TensorFlow's own ops. */
export function theirSession(test: Case, { kernel, bias }: Values): Session {
  return session(test, (graph) => {
    constant(graph, 'kernel', kernel, [3, 3, test.channels, test.filters])
    constant(graph, 'bias', bias, [test.filters])
    const padding = attribute.string(test.padding.toUpperCase())
    const convolution = { ...T, ...NHWC, strides: square(1), dilations: square(1), padding }
    let y = graph.add('Conv2D', 'convolution', ['x', 'kernel'], convolution)
    y = graph.add('BiasAdd', 'biased', [y, 'bias'], { ...T, ...NHWC })
    if (test.relu) y = graph.add('Relu', 'relu', [y], T)
    return test.pool ? maxPool(graph, y) : y
  })
}

/** One run of a session that is then closed. */
export function once(session: Session, { batch, height, width, channels }: Case, x: Float32Array): Float32Array {
  const input = tensorOf(x, [batch, height, width, channels])
  try {
    return session.read({ x: input }, ['y'])[0]!
  } finally {
    free(input)
    session.close()
  }
}
