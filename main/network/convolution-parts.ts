import { attribute, DataType, newGraph, placeholder, type Graph } from '../tensorflow/index.ts'
import { addForward } from './forward.ts'
import { kindOf, type StepTiles } from './layers/index.ts'
import type { Layer, Network } from './network.ts'
import { shapesOf, weightSpecs } from './structure.ts'

/** A convolution's forward pass and its two gradients as a training step has them. */
export interface ConvolutionParts {
  graph: Graph
  /** Feeds and their shapes without the batch: the input, the weights, the gradient that reaches the output. */
  feeds: Readonly<Record<string, readonly number[]>>
  /** The feeds that have a batch. */
  batched: ReadonlySet<string>
}

/**
 * One convolution alone, for measurements and tests: fetch `forward`, `input` or `filter`. The gradients are those of
 * its linear output; its activation is in the forward pass.
 */
export function convolutionParts(layer: Layer, input: readonly number[], tiles: StepTiles): ConvolutionParts {
  const graph = newGraph()
  const source: Layer = { name: 'x', kind: 'InputLayer', config: { shape: [...input] }, inputs: [] }
  const network: Network = { name: layer.name, layers: [source, { ...layer, inputs: ['x'] }], output: layer.name }
  const specs = weightSpecs(network)
  const output = shapesOf(network).get(layer.name)!.map(Number)
  const weight = (name: string) => `weight/${name}`
  placeholder(graph, 'x', [null, ...input])
  placeholder(graph, 'gradient', [null, ...output])
  for (const { path, shape } of specs) placeholder(graph, weight(path.slice(layer.name.length + 1)), [...shape])
  const placed = addForward(graph, network, {
    input: 'x',
    dtype: () => DataType.float32,
    weight: (_, name) => weight(name),
    tiles: () => tiles,
  }).get(layer.name)!
  const linear = { ...placed.site, config: { ...layer.config, activation: 'linear' } }
  const gradients = kindOf(layer).backward(linear, placed.output, 'gradient')
  const nodes = { forward: placed.output, input: gradients.input, filter: gradients.weights.kernel! }
  const T = { T: attribute.type(DataType.float32) }
  for (const [part, node] of Object.entries(nodes)) graph.add('Identity', part, [node], T)
  const weights = specs.map(({ path, shape }) => [weight(path.slice(layer.name.length + 1)), shape] as const)
  return {
    graph,
    feeds: { x: [...input], gradient: output, ...Object.fromEntries(weights) },
    batched: new Set(['x', 'gradient']),
  }
}
