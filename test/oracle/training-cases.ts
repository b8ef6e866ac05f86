import type { OptimizerName } from '../../contract/index.ts'
import { above, initialWeights, stacked, type Layer, type Network } from '../../main/network/index.ts'
import { headNetwork, type Rows } from '../../main/training/index.ts'
import { pixelsOf, size, type imagenetVgg16 } from './photographs.ts'
import type { Steps } from './training-steps.ts'

const seed = 7
/** Thaw and Keras draw their masks differently, so they are compared without Dropout. */
const withoutDropout = { units: 256, dropout: 0 }
const dense: Steps['dense'] = ['dense_1', 'dense_2']

/** Batches of 20 that go round the samples. */
function batchesOf({ count }: Rows, steps: number): Uint32Array[] {
  return Array.from({ length: steps }, (_, step) =>
    Uint32Array.from({ length: 20 }, (_, i) => (step * 20 + i * 7) % count),
  )
}

/** A head on features, from the same random start. */
export function headSteps(rows: Rows, classes: number, optimizer: OptimizerName): Steps {
  const network = headNetwork(rows.shape, withoutDropout, classes)
  const start = initialWeights(network, seed)
  return { keras: { model: 'head' }, network, dense, start, rows, batches: batchesOf(rows, 10), optimizer, rate: 2e-5 }
}

/** Fine-tuning: VGG16 above a layer, from its ImageNet weights, under a new head. */
export function finetuneSteps(base: Awaited<ReturnType<typeof imagenetVgg16>>, rows: Rows, cut: string): Steps {
  const network = stacked('finetune', above(base.network, cut), headNetwork([4, 4, 512], withoutDropout, 2))
  const start = new Map(
    [...initialWeights(network, seed)].map(([path, fresh]) => [path, base.weights.get(path) ?? fresh]),
  )
  const keras = { model: 'vgg16', above: cut } as const
  return { keras, network, dense, start, rows, batches: batchesOf(rows, 5), optimizer: 'rmsprop', rate: 1e-5 }
}

/**
 * The small convnet of Deep Learning with Python 5.2, on pixels / 255, each step from where Keras stands before it. On end they
 * cannot be compared in float32: from random weights RMSprop divides small gradients by their own size, and ReLUs and max-pools
 * near a tie turn with the last bits. After five steps Keras in float32 and the same in float64 are up to 3.4 % apart a
 * tensor, Keras with oneDNN and without it 2.4 %, Thaw and Keras 2.1 %, Thaw and float64 3.2 %; with SGD's plain gradients
 * (rate 0.01) it is still 0.64 %, 0.34 %, 0.33 % and 0.61 %.
 */
export function scratchSteps(rows: Rows): Steps {
  const valid = { kernel_size: [3, 3], strides: [1, 1], padding: 'valid', activation: 'relu', use_bias: true }
  const halve = { pool_size: [2, 2], strides: [2, 2], padding: 'valid' }
  const layers: Layer[] = [{ name: 'pixels', kind: 'InputLayer', config: { shape: [size, size, 3] }, inputs: [] }]
  const add = (name: string, kind: string, config: Layer['config']) =>
    layers.push({ name, kind, config, inputs: [layers.at(-1)!.name] })
  for (const [index, filters] of [32, 64, 128, 128].entries()) {
    const suffix = index ? `_${index}` : ''
    add(`conv2d${suffix}`, 'Conv2D', { ...valid, filters, dilation_rate: [1, 1] })
    add(`max_pooling2d${suffix}`, 'MaxPooling2D', halve)
  }
  const convolutions: Network = { name: 'convolutions', layers, output: 'max_pooling2d_3' }
  const network = stacked('scratch', convolutions, headNetwork([7, 7, 128], { units: 512, dropout: 0 }, 2))
  const start = initialWeights(network, seed)
  return {
    keras: { model: 'scratch', each: true },
    network,
    dense,
    start,
    rows,
    batches: batchesOf(rows, 5),
    optimizer: 'rmsprop',
    rate: 1e-4,
  }
}

/** Photographs as the small convnet takes them. */
export async function pixelRows(files: string[], labels: Int32Array): Promise<Rows> {
  const { shape, values } = await pixelsOf(files)
  return { count: files.length, shape: shape.slice(1), values: Float32Array.from(values, (v) => v / 255), labels }
}
