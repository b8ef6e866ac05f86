import {
  inputShapesOf,
  ownConvolutionOf,
  shapesOf,
  type Network,
  type StepConvolutions,
} from '../../main/network/index.ts'
import { tilesWorthTrying } from '../../main/tensorflow/index.ts'

/**
 * Our own kernels for whatever they can compute in a training step, without measuring: the tile that multiplies
 * least; forward 4 at most, as `chooseStepWay` has it.
 */
export function ownSteps(network: Network): StepConvolutions {
  const shapes = shapesOf(network)
  return Object.fromEntries(
    network.layers.flatMap((layer) => {
      const own = ownConvolutionOf(layer, inputShapesOf(layer, shapes))
      if (!own) return []
      const [height, width] = shapes.get(layer.name)!.map(Number)
      const tile = tilesWorthTrying(own.kernel, [height!, width!])[0]!
      return [
        [layer.name, tile === 1 ? { forward: tile } : { forward: tile === 6 ? 4 : tile, input: tile, filter: tile }],
      ]
    }),
  )
}
