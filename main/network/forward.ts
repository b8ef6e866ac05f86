import type { Graph } from '../tensorflow/index.ts'
import { kindOf, type Site, type StepTiles } from './layers/index.ts'
import type { Layer, Network } from './network.ts'
import { inputShapes, shapesOf } from './structure.ts'

export interface ForwardOptions {
  /** The node that feeds the network's input layer. */
  input: string
  dtype: (layer: Layer) => number
  /** The node that holds a weight. */
  weight: (layer: Layer, name: string) => string
  /** The node of a layer's seed while training. */
  seed?: (layer: Layer) => string
  /** What our own kernels compute of a convolution whose kernel changes. */
  tiles?: (layer: Layer) => StepTiles | undefined
  /** Adds other nodes in a layer's stead; undefined: the layer's own. */
  replace?: (layer: Layer, site: Site) => string | undefined
  /** Goes before the layer's name in the names of its nodes, so that a network can stand in one graph twice. */
  scope?: string
  /** Called for each input of a layer; returns the node to use, for instance a cast of it. */
  adapt?: (layer: Layer, source: string, node: string) => string
}

/** Where each layer stands in the graph and which node holds its output. */
export type Placed = ReadonlyMap<string, { site: Site; output: string }>

/** Adds the forward pass of every layer to a graph. */
export function addForward(graph: Graph, network: Network, options: ForwardOptions): Placed {
  const shapes = shapesOf(network)
  const placed = new Map<string, { site: Site; output: string }>()
  for (const layer of network.layers) {
    const kind = kindOf(layer)
    const take = (source: string) => {
      const { output } = placed.get(source)!
      return options.adapt?.(layer, source, output) ?? output
    }
    const site: Site = {
      graph,
      name: `${options.scope ?? ''}${layer.name}`,
      config: layer.config,
      dtype: options.dtype(layer),
      inputs: layer.kind === 'InputLayer' ? [options.input] : layer.inputs.map(take),
      inputShapes: inputShapes(layer, shapes),
      weight: (name) => options.weight(layer, name),
      seed: options.seed?.(layer) ?? null,
      tiles: options.tiles?.(layer),
    }
    placed.set(layer.name, { site, output: options.replace?.(layer, site) ?? kind.forward(site) })
  }
  return placed
}
