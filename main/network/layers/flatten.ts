import { sizeOf } from '../shape.ts'
import { noWeights, type LayerKind } from './kind.ts'
import { integerNode, reshape, shapeNode } from './ops.ts'

/** keras.layers.Flatten */
export const flatten: LayerKind = {
  weights: noWeights,
  shape: (_config, [input]) => [sizeOf(input!)],
  forward(site) {
    const size = sizeOf(site.inputShapes[0]!)
    if (size === null) throw new Error(`${site.name}: a graph needs known sizes`)
    return reshape(site, 'Reshape', site.inputs[0]!, integerNode(site, 'shape', [-1, size]))
  },
  backward: (site, _output, gradient) => ({
    input: reshape(site, 'grad/input', gradient, shapeNode(site, 'grad/shape', site.inputs[0]!)),
    weights: {},
  }),
}
