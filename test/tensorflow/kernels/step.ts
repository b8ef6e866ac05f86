import {
  attribute,
  free,
  integers,
  newGraph,
  openSession,
  placeholder,
  tensorOf,
  DataType,
  type Graph,
  type Session,
  type Tensor,
} from '../../../main/tensorflow/index.ts'
import {
  stepConvolution,
  stepFilterGradient,
  stepInputGradient,
  type Tile,
} from '../../../main/tensorflow/kernels/index.ts'
import { normal } from './numbers.ts'

/** One of the three convolutions of a training step, of seeded numbers. */
export type Part = 'forward' | 'input' | 'filter'

export interface StepCase {
  part: Part
  tile: Tile
  batch: number
  height: number
  width: number
  channels: number
  filters: number
  padding: 'same' | 'valid'
  bias?: boolean
  relu?: boolean
}

export interface StepValues {
  x: Float32Array
  kernel: Float32Array
  bias: Float32Array
  dy: Float32Array
}

export function outputSizeOf({ height, width, padding }: StepCase): [height: number, width: number] {
  const less = padding === 'same' ? 0 : 2
  return [height - less, width - less]
}

/** Inputs as ReLU leaves them; a gradient with zeros in it, as ReLU's. */
export function stepValuesOf(each: StepCase): StepValues {
  const { batch, height, width, channels, filters, bias = false } = each
  const [rows, columns] = outputSizeOf(each)
  const mask = normal(5, batch * rows * columns * filters)
  return {
    x: normal(1, batch * height * width * channels).map((value) => Math.max(0, value)),
    kernel: normal(2, 9 * channels * filters, Math.sqrt(2 / 9 / channels)),
    bias: bias ? normal(3, filters, 0.3) : new Float32Array(0),
    dy: normal(4, mask.length).map((value, i) => (mask[i]! > 0 ? value : 0)),
  }
}

const T = { T: attribute.type(DataType.float32) }
const NHWC = { data_format: attribute.string('NHWC') }

function ours(graph: Graph, { part, tile, padding, relu = false }: StepCase): string {
  const how = { tile, padding }
  const nodes = { input: 'x', kernel: 'kernel', bias: 'bias', gradient: 'dy' }
  if (part === 'forward') return stepConvolution(graph, 'ours', nodes, { ...how, relu })
  return (part === 'input' ? stepInputGradient : stepFilterGradient)(graph, 'ours', nodes, how)
}

function theirs(graph: Graph, { part, channels, filters, padding, bias, relu = false }: StepCase): string {
  const ones = attribute.ints([1, 1, 1, 1])
  const how = {
    ...T,
    ...NHWC,
    strides: ones,
    dilations: ones,
    padding: attribute.string(padding.toUpperCase()),
  }
  if (part === 'forward') {
    const y = graph.add('Conv2D', 'theirs', ['x', 'kernel'], how)
    const biased = bias ? graph.add('BiasAdd', 'biased', [y, 'bias'], { ...T, ...NHWC }) : y
    return relu ? graph.add('Relu', 'relu', [biased], T) : biased
  }
  if (part === 'filter') {
    const sizes = integers(graph, 'sizes', [3, 3, channels, filters])
    return graph.add('Conv2DBackpropFilter', 'theirs', ['x', sizes, 'dy'], how)
  }
  const shape = graph.add('Shape', 'shape', ['x'], { ...T, out_type: attribute.type(DataType.int32) })
  return graph.add('Conv2DBackpropInput', 'theirs', [shape, 'kernel', 'dy'], how)
}

/** A session with feeds x, kernel, bias and dy, and the fetch `y`. */
export function stepSession(each: StepCase, whose: 'ours' | 'theirs'): Session {
  const graph = newGraph()
  const { channels, filters } = each
  placeholder(graph, 'x', [null, null, null, channels])
  placeholder(graph, 'kernel', [3, 3, channels, filters])
  placeholder(graph, 'bias', [null])
  placeholder(graph, 'dy', [null, null, null, filters])
  graph.add('Identity', 'y', [(whose === 'ours' ? ours : theirs)(graph, each)], T)
  return openSession(graph)
}

export function feedsOf(each: StepCase, { x, kernel, bias, dy }: StepValues): Record<string, Tensor> {
  const { batch, height, width, channels, filters } = each
  return {
    x: tensorOf(x, [batch, height, width, channels]),
    kernel: tensorOf(kernel, [3, 3, channels, filters]),
    bias: tensorOf(bias, [bias.length]),
    dy: tensorOf(dy, [batch, ...outputSizeOf(each), filters]),
  }
}

/** One run, in a session that is then closed. */
export function stepOnce(each: StepCase, values: StepValues, whose: 'ours' | 'theirs'): Float32Array {
  const session = stepSession(each, whose)
  const feeds = feedsOf(each, values)
  try {
    return session.read(feeds, ['y'])[0]!
  } finally {
    free(...Object.values(feeds))
    session.close()
  }
}
