import type { NetworkSummary } from '../../contract/index.ts'
import { connectionsOf } from './connections.ts'
import type { Network } from './network.ts'
import { sizeOf } from './shape.ts'
import { shapesOf, thawedLayers, weightSpecs } from './structure.ts'

/**
 * What `keras.Model.summary()` tells, as data. `trainable`: the layers that may change; all when left out.
 * Without an input size a layer whose weights depend on it counts no parameters.
 */
export function summarize(network: Network, trainable?: ReadonlySet<string>): NetworkSummary {
  const shapes = shapesOf(network)
  const specs = weightSpecs(network)
  const count = (chosen: typeof specs) => chosen.reduce((sum, { shape }) => sum + (sizeOf(shape) ?? 0), 0)
  const learns = (layer: string) => trainable?.has(layer) ?? true
  const connections = connectionsOf(network.layers.map((layer) => ({ name: layer.name, layers: [layer] })))
  const totalParams = count(specs)
  const trainableParams = count(specs.filter((spec) => spec.trainable && learns(spec.layer)))
  return {
    name: network.name,
    layers: network.layers.map((layer, index) => ({
      name: layer.name,
      type: layer.kind,
      outputShape: [null, ...shapes.get(layer.name)!],
      params: count(specs.filter((spec) => spec.layer === layer.name)),
      trainable: learns(layer.name),
      ...(connections && { connectedTo: connections[index] }),
    })),
    totalParams,
    trainableParams,
    nonTrainableParams: totalParams - trainableParams,
  }
}

/** The same with the line under `unfreeze`, a layer's name or `none`. */
export const summarizeAt = (network: Network, unfreeze: string): NetworkSummary =>
  summarize(network, thawedLayers(network, unfreeze))
