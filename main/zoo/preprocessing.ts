import type { Preprocessing } from '../../contract/index.ts'
import type { Layer, Network, Weight, Weights } from '../network/index.ts'
import type { Base } from './base.ts'
import { picture } from './layers.ts'

/** What becomes of RGB values 0 … 255: output channel c is `scale` × input channel `channels[c]` + `offset[c]`. */
export interface Affine {
  readonly kind: 'affine'
  readonly channels: readonly [number, number, number]
  readonly scale: number
  readonly offset: readonly [number, number, number]
}

/** `keras.applications.imagenet_utils.preprocess_input`, mode `caffe`: RGB to BGR, minus ImageNet's channel means. */
export const caffe: Affine = {
  kind: 'affine',
  channels: [2, 1, 0],
  scale: 1,
  offset: [-103.939, -116.779, -123.68],
}

/** `Rescaling(1/255)`, as in the book. */
export const rescale: Affine = { kind: 'affine', channels: [0, 1, 2], scale: 1 / 255, offset: [0, 0, 0] }

/**
 * A base's preprocessing as a network from RGB pixels 0 … 255, (None, size, size, 3), to what the base takes: to be put
 * under the base, in front of extraction and inside a saved model. One layer that Keras loads without custom code: a
 * Rescaling, or a 1×1 convolution where channels change places.
 */
export function preprocessingNetwork(
  base: Base,
  preprocessing: Preprocessing,
  size: number | null,
): { network: Network; weights: Weights } {
  const rule = base.preprocess[preprocessing]
  const input: Layer = { ...picture(size), inputs: [] }
  const { layer, weights } = preprocessingLayer(rule, input.name)
  return { network: { name: 'preprocessing', layers: [input, layer], output: layer.name }, weights }
}

function preprocessingLayer(rule: Affine, input: string): { layer: Layer; weights: Weights } {
  const name = 'preprocessing'
  if (rule.channels.every((from, to) => from === to) && rule.offset.every((offset) => offset === rule.offset[0])) {
    const config = { scale: rule.scale, offset: rule.offset[0] }
    return { layer: { name, kind: 'Rescaling', config, inputs: [input] }, weights: new Map() }
  }
  const config = {
    filters: 3,
    kernel_size: [1, 1],
    strides: [1, 1],
    padding: 'valid',
    dilation_rate: [1, 1],
    activation: 'linear',
    use_bias: true,
    trainable: false,
  }
  const kernel: Weight = { shape: [1, 1, 3, 3], values: new Float32Array(9) }
  rule.channels.forEach((from, to) => (kernel.values[from * 3 + to] = rule.scale))
  const bias: Weight = { shape: [3], values: Float32Array.from(rule.offset) }
  return {
    layer: { name, kind: 'Conv2D', config, inputs: [input] },
    weights: new Map([
      [`${name}/kernel`, kernel],
      [`${name}/bias`, bias],
    ]),
  }
}
