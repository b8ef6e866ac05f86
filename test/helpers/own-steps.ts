import { isForwardOurs } from '../../main/features/index.ts'
import {
  inputShapesOf,
  ownConvolutionOf,
  shapesOf,
  type Network,
  type StepConvolutions,
} from '../../main/network/index.ts'
import { tilesWorthTrying } from '../../main/tensorflow/index.ts'

/** Our own kernels for whatever a training step may compute with them, without measuring: the tile that multiplies least. */
export function ownSteps(network: Network): StepConvolutions {
  const shapes = shapesOf(network)
  const isForward = isForwardOurs([network])
  return Object.fromEntries(
    network.layers.flatMap((layer) => {
      const own = ownConvolutionOf(layer, inputShapesOf(layer, shapes))
      if (!own) return []
      const [height, width] = shapes.get(layer.name)!.map(Number)
      const tile = tilesWorthTrying(own.kernel, [height!, width!])[0]!
      const forward = isForward ? { forward: tile === 6 ? 4 : tile } : {}
      return [[layer.name, tile === 1 ? forward : { ...forward, input: tile, filter: tile }]]
    }),
  )
}
