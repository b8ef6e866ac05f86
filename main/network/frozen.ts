import type { Precision } from '../../contract/index.ts'
import { attribute, cast, constant, DataType, held, newGraph, placeholder, type Graph } from '../tensorflow/index.ts'
import { addForward } from './forward.ts'
import type { Layer, Network, Weights } from './network.ts'
import { ownConvolutions, type Convolutions } from './own-convolution.ts'
import { layerNamed, shapesOf, weightSpecs } from './structure.ts'

export interface FrozenOptions {
  network: Network
  weights: Weights
  /** Layers whose outputs can be fetched, as `output/LAYER`, float32. Left out: the network's own. */
  outputs?: readonly string[]
  precision?: Precision
  /** What `input` is fed with: uint8 pixels (n, height, width, 3), or float32. */
  input: 'pixels' | 'float32'
  /** Convolutions that our own kernels compute, in float32 only: layer → tile. */
  convolutions?: Convolutions
  /** Layers that compute in float32 in any case, such as preprocessing, whose constants bfloat16 would round. */
  float32Layers?: ReadonlySet<string>
  /** The weights are fed to every run, in float32, instead of being constants of the graph (`openAtOnce`). */
  weightsAreFed?: boolean
}

/** The fetch of a frozen graph that holds a layer's output. */
export const outputOf = (layer: string) => `output/${layer}`

/**
 * A network whose weights are constants, as a TensorFlow graph: feed `input`, fetch `outputOf(layer)`. TensorFlow's own
 * optimizer fuses each convolution with its bias and activation when the session first runs.
 */
export function frozenGraph(options: FrozenOptions): Graph {
  const { network, weights, outputs = [network.output], precision = 'float32', input, float32Layers } = options
  const graph = newGraph()
  const low = precision === 'bfloat16' ? DataType.bfloat16 : DataType.float32
  const dtype = (layer: Layer) =>
    layer.kind === 'InputLayer' || float32Layers?.has(layer.name) ? DataType.float32 : low
  const shapes = shapesOf(network)
  const given = input === 'pixels' ? DataType.uint8 : DataType.float32
  const fed = placeholder(graph, 'input', [null, ...shapes.get(network.layers[0]!.name)!], given)
  const specs = new Map(weightSpecs(network).map((spec) => [spec.path, spec]))

  const weightNode = (layer: Layer, name: string) => {
    const path = `${layer.name}/${name}`
    if (graph.has(path)) return path
    const spec = specs.get(path)!
    const { values } = weights.get(path)!
    if (options.weightsAreFed) return held(graph, path, values, spec.shape)
    return constant(graph, path, values, spec.shape, dtype(layer))
  }
  const adapt = (layer: Layer, source: string, node: string) => {
    const from = dtype(layerNamed(network, source))
    const name = `${node}/as-${dtype(layer)}`
    return graph.has(name) ? name : cast(graph, name, node, from, dtype(layer))
  }
  const placed = addForward(graph, network, {
    input: cast(graph, 'input/float', fed, given, DataType.float32),
    dtype,
    weight: weightNode,
    adapt,
    replace: low === DataType.float32 ? ownConvolutions(options) : undefined,
  })
  for (const name of outputs) {
    const from = dtype(layerNamed(network, name))
    const { output } = placed.get(name)!
    if (from === DataType.float32) {
      graph.add('Identity', outputOf(name), [output], { T: attribute.type(from) })
    } else cast(graph, outputOf(name), output, from, DataType.float32)
  }
  return graph
}
