import { fail } from '../../../contract/index.ts'
import type { LayerConfig } from '../network.ts'
import type { Shape } from '../shape.ts'
import { noWeights, type LayerKind } from './kind.ts'

function inputShape(config: LayerConfig): Shape {
  const { shape } = config
  const sizes = Array.isArray(shape) ? shape : []
  if (!sizes.length || !sizes.every((size): size is number | null => size === null || typeof size === 'number')) {
    throw fail('bad-layer', 'The input layer has no shape.', {
      expected: 'shape: [height, width, channels]',
      found: JSON.stringify(shape) ?? 'nothing',
    })
  }
  return sizes
}

/** keras.layers.InputLayer; its node is made by whoever builds the graph. */
export const inputLayer: LayerKind = {
  weights: noWeights,
  shape: inputShape,
  forward: (site) => site.inputs[0]!,
  backward: (_site, _output, gradient) => ({ input: gradient, weights: {} }),
}
