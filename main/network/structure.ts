import { fail } from '../../contract/index.ts'
import { kindOf, type WeightSpec } from './layers/index.ts'
import { nearest } from './nearest.ts'
import type { Layer, Network, Weights } from './network.ts'
import type { Shape } from './shape.ts'

/** Every layer's output shape, by name. */
export function shapesOf(network: Network): Map<string, Shape> {
  const shapes = new Map<string, Shape>()
  for (const layer of network.layers)
    shapes.set(layer.name, kindOf(layer).shape(layer.config, inputShapes(layer, shapes)))
  return shapes
}

export const inputShapes = (layer: Layer, shapes: ReadonlyMap<string, Shape>): Shape[] =>
  layer.inputs.map((name) => shapes.get(name)!)

/** A layer by Keras's name. @throws `unknown-layer` with the nearest names. */
export function layerNamed(network: Network, name: string): Layer {
  const found = network.layers.find((layer) => layer.name === name)
  if (found) return found
  const names = network.layers.map((layer) => layer.name)
  throw fail('unknown-layer', `${network.name} has no layer ${name}.`, {
    expected: `a layer of ${network.name}, such as ${nearest(name, names).join(', ')}`,
    found: name,
  })
}

export interface NamedWeightSpec extends WeightSpec {
  readonly layer: string
  /** `LAYER/NAME` */
  readonly path: string
}

/** All weights of a network in Keras's order. */
export function weightSpecs(network: Network): NamedWeightSpec[] {
  const shapes = shapesOf(network)
  return network.layers.flatMap((layer) =>
    kindOf(layer)
      .weights(layer.config, inputShapes(layer, shapes))
      .map((spec) => ({ ...spec, layer: layer.name, path: `${layer.name}/${spec.name}` })),
  )
}

/** The part of `weights` that a network holds. @throws `wrong-weights` when one is missing or of another shape. */
export function weightsFor(network: Network, weights: Weights): Weights {
  return new Map(
    weightSpecs(network).map(({ path, shape }) => {
      const weight = weights.get(path)
      if (!weight || weight.shape.join() !== shape.join()) {
        throw fail('wrong-weights', `The weights do not fit ${network.name}.`, {
          expected: `${path} of shape (${shape.join(', ')})`,
          found: weight ? `shape (${weight.shape.join(', ')})` : 'none of that name',
        })
      }
      return [path, weight]
    }),
  )
}

/** The network up to and with a layer. */
export function upTo(network: Network, name: string): Network {
  layerNamed(network, name)
  const needed = new Set([name])
  for (const layer of network.layers.toReversed()) {
    if (needed.has(layer.name)) layer.inputs.forEach((input) => needed.add(input))
  }
  return { ...network, layers: network.layers.filter((layer) => needed.has(layer.name)), output: name }
}

/** The network above a single-tensor point: it takes that layer's output through an input layer of its own. */
export function above(network: Network, name: string): Network {
  const below = new Set(upTo(network, name).layers.map((layer) => layer.name))
  const shape = shapesOf(network).get(name)!
  const input: Layer = { name: `${name}_input`, kind: 'InputLayer', config: { shape: [...shape] }, inputs: [] }
  const rest = network.layers.filter((layer) => !below.has(layer.name))
  const reroute = (layer: Layer) => ({ ...layer, inputs: layer.inputs.map((i) => (i === name ? input.name : i)) })
  const output = rest.length ? network.output : input.name
  return { ...network, layers: [input, ...rest.map(reroute)], output }
}

/** `top` on the output of `bottom`: top's input layer falls away. Layer names must differ. */
export function stacked(name: string, bottom: Network, top: Network): Network {
  const [input, ...rest] = top.layers
  const taken = new Set(bottom.layers.map((layer) => layer.name))
  const clash = rest.find((layer) => taken.has(layer.name))
  if (clash) throw fail('bad-network', `Two layers are named ${clash.name}.`)
  const reroute = (layer: Layer) => ({
    ...layer,
    inputs: layer.inputs.map((source) => (source === input!.name ? bottom.output : source)),
  })
  const output = top.output === input!.name ? bottom.output : top.output
  return { name, layers: [...bottom.layers, ...rest.map(reroute)], output }
}

/** The names of the layers that may change when the line stands under `unfreeze`; none for `none`. */
export function thawedLayers(base: Network, unfreeze: string): Set<string> {
  if (unfreeze === 'none') return new Set()
  const from = base.layers.indexOf(layerNamed(base, unfreeze))
  return new Set(base.layers.slice(from).map((layer) => layer.name))
}

/**
 * The deepest single-tensor point at or below which everything is frozen: the last layer that alone feeds what is
 * above it, before the first layer that may change. The base's own output when nothing may.
 */
export function boundaryOf(base: Network, unfreeze: string): string {
  if (unfreeze === 'none') return base.output
  const first = base.layers.indexOf(layerNamed(base, unfreeze))
  for (let at = first - 1; at > 0; at--) {
    const below = new Set(base.layers.slice(0, at).map((layer) => layer.name))
    const crossed = base.layers.slice(at + 1).some((layer) => layer.inputs.some((input) => below.has(input)))
    if (!crossed) return base.layers[at]!.name
  }
  return base.layers[0]!.name
}
