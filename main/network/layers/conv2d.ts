import {
  attribute,
  constant,
  stepConvolution,
  stepFilterGradient,
  stepInputGradient,
  type Attributes,
  type Tile,
} from '../../tensorflow/index.ts'
import { booleanOf, numberOf, pairOf, textOf } from '../config.ts'
import type { LayerConfig } from '../network.ts'
import { windowLength, type Shape } from '../shape.ts'
import { activate, activateBackward } from './activation.ts'
import type { LayerKind, Site, StepTiles } from './kind.ts'
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

const paddingOf = (config: LayerConfig): 'same' | 'valid' =>
  textOf(config, 'padding', 'valid') === 'same' ? 'same' : 'valid'

/** Bias and ReLU are added in the same pass; ReLU's gradient needs nothing but its output. */
function ownForward(site: Site, tile: NonNullable<StepTiles['forward']>): string {
  const { config, graph, inputs, name } = site
  const bias = booleanOf(config, 'use_bias', true)
    ? site.weight('bias')
    : constant(graph, `${name}/no-bias`, new Float32Array(0), [0])
  const activation = textOf(config, 'activation', 'linear')
  const relu = activation === 'relu'
  const nodes = { input: inputs[0]!, kernel: site.weight('kernel'), bias }
  const y = stepConvolution(graph, `${name}/ThawConv2DStep`, nodes, { tile, padding: paddingOf(config), relu })
  return relu ? y : activate(site, activation, y)
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
    const { config, inputs, tiles } = site
    if (tiles?.forward) return ownForward(site, tiles.forward)
    let x = op(site, 'Conv2D', 'Conv2D', [inputs[0]!, site.weight('kernel')], attributes(config))
    if (booleanOf(config, 'use_bias', true)) x = op(site, 'BiasAdd', 'BiasAdd', [x, site.weight('bias')], NHWC)
    return activate(site, textOf(config, 'activation', 'linear'), x)
  },
  backward(site: Site, output, gradient) {
    const { config, graph, inputs, inputShapes, name, tiles } = site
    const dy = activateBackward(site, textOf(config, 'activation', 'linear'), output, gradient)
    const how = attributes(config)
    const own = (tile: Tile) => ({ tile, padding: paddingOf(config) })
    const kernelGradient = () => {
      const sizes = integerNode(site, 'grad/kernel/sizes', kernelShape(config, inputShapes[0]![2]!))
      return op(site, 'Conv2DBackpropFilter', 'grad/kernel', [inputs[0]!, sizes, dy], how)
    }
    const inputGradient = () => {
      const shape = shapeNode(site, 'grad/input/shape', inputs[0]!)
      return op(site, 'Conv2DBackpropInput', 'grad/input', [shape, site.weight('kernel'), dy], how)
    }
    const weights: Record<string, string> = {
      kernel: tiles?.filter
        ? stepFilterGradient(graph, `${name}/grad/kernel`, { input: inputs[0]!, gradient: dy }, own(tiles.filter))
        : kernelGradient(),
    }
    if (booleanOf(config, 'use_bias', true)) weights.bias = op(site, 'BiasAddGrad', 'grad/bias', [dy], NHWC)
    const input = tiles?.input
      ? stepInputGradient(
          graph,
          `${name}/grad/input`,
          { kernel: site.weight('kernel'), gradient: dy },
          own(tiles.input),
        )
      : inputGradient()
    return { input, weights }
  },
}
