import { fusesPool, thawConvolution, winogradTakes, type Tile } from '../tensorflow/index.ts'
import { booleanOf, numberOf, pairOf, textOf } from './config.ts'
import { activate } from './layers/activation.ts'
import type { Site } from './layers/index.ts'
import type { Layer, Network, Weights } from './network.ts'
import type { Shape } from './shape.ts'

/** Which convolutions our own kernels compute, and with which tile: layer → tile. The others are TensorFlow's. */
export type Convolutions = Readonly<Record<string, Tile>>

type Kernel = readonly [height: number, width: number, channels: number, filters: number]

/** A convolution that our own kernels can compute, as they see it; null for any other layer. */
export function ownConvolutionOf(
  layer: Layer,
  [input]: readonly Shape[],
): { kernel: Kernel; padding: 'same' | 'valid' } | null {
  if (layer.kind !== 'Conv2D' || !input) return null
  const { config } = layer
  const padding = textOf(config, 'padding', 'valid')
  if (padding !== 'same' && padding !== 'valid') return null
  const kernel: Kernel = [...pairOf(config, 'kernel_size'), Number(input[2]), numberOf(config, 'filters')]
  const [strides, dilation] = [pairOf(config, 'strides', [1, 1]), pairOf(config, 'dilation_rate', [1, 1])]
  const groups = numberOf(config, 'groups', 1)
  return winogradTakes({ kernel, strides, dilation, padding, groups }) ? { kernel, padding } : null
}

/** Whether a layer is the 2×2 max-pool that can be computed in one pass with the convolution it takes. */
export function isFusedPool(
  network: Network,
  layer: Layer,
  convolutions: Convolutions,
  outputs: readonly string[],
): boolean {
  const [source] = layer.inputs
  const tile = source === undefined ? undefined : convolutions[source]
  if (layer.kind !== 'MaxPooling2D' || source === undefined || tile === undefined || !fusesPool(tile)) return false
  const { config } = layer
  const window = pairOf(config, 'pool_size', [2, 2])
  const isPlain = window.join() === '2,2' && pairOf(config, 'strides', window).join() === '2,2'
  const users = network.layers.filter((other) => other.inputs.includes(source))
  const { activation = 'linear' } = network.layers.find((other) => other.name === source)!.config
  const isMonotone = activation === 'relu' || activation === 'linear'
  return (
    isPlain &&
    isMonotone &&
    textOf(config, 'padding', 'valid') === 'valid' &&
    users.length === 1 &&
    !outputs.includes(source)
  )
}

export interface OwnOptions {
  network: Network
  weights: Weights
  outputs?: readonly string[]
  convolutions?: Convolutions
}

/** For `addForward`: our own node for each chosen convolution, its ReLU and its pool in the same pass. */
export function ownConvolutions({ network, weights, outputs = [network.output], convolutions = {} }: OwnOptions) {
  return (layer: Layer, site: Site): string | undefined => {
    const tile = convolutions[layer.name]
    const own = tile === undefined ? null : ownConvolutionOf(layer, site.inputShapes)
    if (own && tile !== undefined) {
      const activation = textOf(layer.config, 'activation', 'linear')
      const hasBias = booleanOf(layer.config, 'use_bias', true)
      const pool = network.layers.some(
        (other) => other.inputs[0] === layer.name && isFusedPool(network, other, convolutions, outputs),
      )
      const convolved = thawConvolution(site.graph, `${layer.name}/ThawConv2D`, site.inputs[0]!, {
        kernel: weights.get(`${layer.name}/kernel`)!.values,
        bias: hasBias ? weights.get(`${layer.name}/bias`)!.values : undefined,
        channels: own.kernel[2],
        filters: own.kernel[3],
        padding: own.padding,
        relu: activation === 'relu',
        tile,
        pool,
      })
      return activation === 'relu' ? convolved : activate(site, activation, convolved)
    }
    return isFusedPool(network, layer, convolutions, outputs) ? site.inputs[0] : undefined
  }
}
