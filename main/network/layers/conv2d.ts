import { attribute, type Attributes } from '../../tensorflow/index.ts'
import { booleanOf, numberOf, pairOf, textOf } from '../config.ts'
import type { LayerConfig } from '../network.ts'
import { windowLength, type Shape } from '../shape.ts'
import { activate, activateBackward } from './activation.ts'
import type { LayerKind, Site } from './kind.ts'
import { NHWC, integerNode, op, shapeNode } from './ops.ts'

const along = ([height, width]: readonly [number, number]) => attribute.ints([1, height, width, 1])
const kernelShape = (config: LayerConfig, channels: number) => [
  ...pairOf(config, 'kernel_size'),
  channels,
  numberOf(config, 'filters'),
]

function attributes(config: LayerConfig): Attributes {
  return {
    strides: along(pairOf(config, 'strides', [1, 1])),
    dilations: along(pairOf(config, 'dilation_rate', [1, 1])),
    padding: attribute.string(textOf(config, 'padding', 'valid').toUpperCase()),
    ...NHWC,
  }
}

function outputShape(config: LayerConfig, [input]: readonly Shape[]): Shape {
  const [kernelHeight, kernelWidth] = pairOf(config, 'kernel_size')
  const [strideHeight, strideWidth] = pairOf(config, 'strides', [1, 1])
  const [dilationHeight, dilationWidth] = pairOf(config, 'dilation_rate', [1, 1])
  const padding = textOf(config, 'padding', 'valid')
  const [height, width] = input!
  return [
    windowLength(height!, (kernelHeight - 1) * dilationHeight + 1, strideHeight, padding),
    windowLength(width!, (kernelWidth - 1) * dilationWidth + 1, strideWidth, padding),
    numberOf(config, 'filters'),
  ]
}

/** keras.layers.Conv2D, channels last, one group. */
export const conv2d: LayerKind = {
  weights(config, [input]) {
    const kernel = { name: 'kernel', shape: kernelShape(config, input![2]!), trainable: true }
    const bias = { name: 'bias', shape: [numberOf(config, 'filters')], trainable: true }
    return booleanOf(config, 'use_bias', true) ? [kernel, bias] : [kernel]
  },
  shape: outputShape,
  forward(site) {
    const { config, inputs } = site
    let x = op(site, 'Conv2D', 'Conv2D', [inputs[0]!, site.weight('kernel')], attributes(config))
    if (booleanOf(config, 'use_bias', true)) x = op(site, 'BiasAdd', 'BiasAdd', [x, site.weight('bias')], NHWC)
    return activate(site, textOf(config, 'activation', 'linear'), x)
  },
  backward(site: Site, output, gradient) {
    const { config, inputs, inputShapes } = site
    const dy = activateBackward(site, textOf(config, 'activation', 'linear'), output, gradient)
    const sizes = integerNode(site, 'grad/kernel/sizes', kernelShape(config, inputShapes[0]![2]!))
    const shape = shapeNode(site, 'grad/input/shape', inputs[0]!)
    const how = attributes(config)
    const weights: Record<string, string> = {
      kernel: op(site, 'Conv2DBackpropFilter', 'grad/kernel', [inputs[0]!, sizes, dy], how),
    }
    if (booleanOf(config, 'use_bias', true)) weights.bias = op(site, 'BiasAddGrad', 'grad/bias', [dy], NHWC)
    return { input: op(site, 'Conv2DBackpropInput', 'grad/input', [shape, site.weight('kernel'), dy], how), weights }
  },
}
