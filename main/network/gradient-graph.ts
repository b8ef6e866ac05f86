import { attribute, cast, constant, DataType, newGraph, placeholder, type Graph } from '../tensorflow/index.ts'
import { addForward, type Placed } from './forward.ts'
import { kindOf } from './layers/index.ts'
import type { Network, Weights } from './network.ts'
import { shapesOf, weightSpecs } from './structure.ts'

/** Names of the feeds and fetches of a gradient graph. */
export const gradients = {
  /** float32 pixels or whatever the input layer takes, (n, …). */
  input: 'input',
  /** float32, to be broadcast over the output: how much each value of it counts. */
  seed: 'seed',
  /** Fetches: the network's output, the inner layer's, and the gradient that reaches it. */
  output: 'value/output',
  inner: 'value/inner',
  gradient: 'gradient',
} as const

export interface GradientOptions {
  network: Network
  weights: Weights
  /** The layer with respect to whose output the gradient is taken; the input layer for the picture itself. */
  inner: string
}

const float = { T: attribute.type(DataType.float32) }

/**
 * The gradient of Σ seed · output with respect to an inner layer's output, weights constant, in inference mode: feed
 * `input` and `seed`, fetch `gradient`. The same nodes as in training, walked back to the layer that is asked for.
 *
 * @throws `no-gradient` when a layer on the way cannot be walked back through, or none leads there
 */
export function gradientGraph({ network, weights, inner }: GradientOptions): Graph {
  const graph = newGraph()
  const shapes = shapesOf(network)
  const input = placeholder(graph, gradients.input, [null, ...shapes.get(network.layers[0]!.name)!])
  const specs = new Map(weightSpecs(network).map((spec) => [spec.path, spec]))
  const placed = addForward(graph, network, {
    input: cast(graph, 'input/float', input, DataType.float32, DataType.float32),
    dtype: () => DataType.float32,
    weight: (layer, name) => {
      const path = `${layer.name}/${name}`
      return graph.has(path) ? path : constant(graph, path, weights.get(path)!.values, specs.get(path)!.shape)
    },
  })
  const { output } = placed.get(network.output)!
  const rank = shapes.get(network.output)!.length + 1
  const seed = placeholder(graph, gradients.seed, Array<null>(rank).fill(null))
  const ones = graph.add('OnesLike', 'seed/ones', [output], float)
  const first = graph.add('Mul', 'seed/all', [ones, seed], float)
  const reached = walkBack(graph, network, placed, first, inner)
  graph.add('Identity', gradients.output, [output], float)
  graph.add('Identity', gradients.inner, [placed.get(inner)!.output], float)
  graph.add('Identity', gradients.gradient, [reached], float)
  return graph
}

/** Walks from the output to `inner` by the layers that lie between; sums gradients where a tensor is used twice. */
function walkBack(graph: Graph, network: Network, placed: Placed, seed: string, inner: string): string {
  const between = new Set([inner])
  for (const { name, inputs } of network.layers) if (inputs.some((source) => between.has(source))) between.add(name)
  const reaching = new Map([[network.output, seed]])
  for (const layer of network.layers.toReversed()) {
    const dy = reaching.get(layer.name)
    if (layer.name === inner || dy === undefined || !between.has(layer.name)) continue
    const { site, output } = placed.get(layer.name)!
    const { input } = kindOf(layer).backward(site, output, dy)
    for (const source of layer.inputs) {
      const other = reaching.get(source)
      reaching.set(source, other ? graph.add('AddV2', `${layer.name}/grad/sum`, [other, input], float) : input)
    }
  }
  return reaching.get(inner)!
}
