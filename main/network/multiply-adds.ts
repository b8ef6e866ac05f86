import type { Network } from './network.ts'
import { sizeOf } from './shape.ts'
import { shapesOf, weightSpecs } from './structure.ts'

/**
 * Multiply-adds of each layer's forward pass for one photograph, by layer name: every value of a kernel is used once at
 * each place of the output, which holds for convolutions of any stride and for dense layers. What has no kernel counts 0.
 */
export function multiplyAddsOf(network: Network): Map<string, number> {
  const shapes = shapesOf(network)
  const work = new Map(network.layers.map(({ name }) => [name, 0]))
  for (const { layer, name, shape } of weightSpecs(network)) {
    if (!name.endsWith('kernel')) continue
    const places = sizeOf(shapes.get(layer)!.slice(0, -1)) ?? 0
    work.set(layer, work.get(layer)! + (sizeOf(shape) ?? 0) * places)
  }
  return work
}
