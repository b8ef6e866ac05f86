import { attribute, type Attributes } from '../../tensorflow/index.ts'
import { pairOf, textOf } from '../config.ts'
import type { LayerConfig } from '../network.ts'
import { windowLength } from '../shape.ts'
import { noWeights, type LayerKind } from './kind.ts'
import { NHWC, op } from './ops.ts'

const window = (config: LayerConfig) => pairOf(config, 'pool_size', [2, 2])
const stride = (config: LayerConfig) => pairOf(config, 'strides', window(config))
const padding = (config: LayerConfig) => textOf(config, 'padding', 'valid')

const attributes = (config: LayerConfig): Attributes => ({
  ksize: attribute.ints([1, ...window(config), 1]),
  strides: attribute.ints([1, ...stride(config), 1]),
  padding: attribute.string(padding(config).toUpperCase()),
  ...NHWC,
})

/** keras.layers.MaxPooling2D, channels last. */
export const maxPooling2d: LayerKind = {
  weights: noWeights,
  shape(config, [input]) {
    const [height, width, channels] = input!
    const [windowHeight, windowWidth] = window(config)
    const [strideHeight, strideWidth] = stride(config)
    return [
      windowLength(height!, windowHeight, strideHeight, padding(config)),
      windowLength(width!, windowWidth, strideWidth, padding(config)),
      channels!,
    ]
  },
  forward: (site) => op(site, 'MaxPool', 'MaxPool', site.inputs, attributes(site.config)),
  backward: (site, output, gradient) => ({
    input: op(site, 'MaxPoolGrad', 'grad/input', [site.inputs[0]!, output, gradient], attributes(site.config)),
    weights: {},
  }),
}
