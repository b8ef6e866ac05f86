import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { preprocessings, type Precision, type Preprocessing } from '../../contract/index.ts'
import { writeNpy } from '../../main/formats/index.ts'
import {
  frozenGraph,
  initialWeights,
  inputShapesOf,
  outputOf,
  ownConvolutionOf,
  shapesOf,
  type Convolutions,
  type Network,
  type Weights,
} from '../../main/network/index.ts'
import { free, openSession, precisionsHere, tensorOf } from '../../main/tensorflow/index.ts'
import { findBase } from '../../main/zoo/index.ts'
import { runPython } from '../helpers/oracle.ts'
import { readFloats, relativeDifference, temporaryFolder, writeWeights } from './exchange.ts'
import { requireKernels } from '../tensorflow/kernels/convolve.ts'
import { fromPixels, imagenetVgg16, patience, pixelsOf, samples, size } from './photographs.ts'

const { folder, remove } = temporaryFolder()
const at = (name: string) => join(folder, name)
const blocks = [1, 2, 3, 4, 5].map((block) => `block${block}_pool`)
const layers = [2, 2, 3, 3, 3].flatMap((convolutions, index) => {
  const block = `block${index + 1}`
  return [...Array.from({ length: convolutions }, (_, i) => `${block}_conv${i + 1}`), blocks[index]!]
})
interface Vgg {
  network: Network
  weights: Weights
}
let vgg16: Vgg
let vgg19: Vgg
let pixels: Awaited<ReturnType<typeof pixelsOf>>

beforeAll(async () => {
  vgg16 = await imagenetVgg16()
  // VGG19's ImageNet weights are in no package: seeded ones of the same shapes.
  const deeper = findBase('vgg19').build({ size, includeTop: false })
  vgg19 = { network: deeper, weights: initialWeights(deeper, 19) }
  const photographs = await samples(['fish', 'fruit', 'leafy', 'vegetables'], 2)
  pixels = await pixelsOf(photographs.map(({ file }) => file))
  await writeNpy(at('pixels.npy'), pixels)
  await writeWeights(at('weights'), vgg16.weights)
  await writeWeights(at('weights19'), vgg19.weights)
  for (const preprocess of preprocessings) {
    await runPython('vgg_layers.py', [at('pixels.npy'), at('weights'), at(preprocess), '--preprocess', preprocess])
  }
  const only = ['--base', 'VGG19', '--layers', blocks.join(',')]
  await runPython('vgg_layers.py', [at('pixels.npy'), at('weights19'), at('vgg19'), ...only])
}, patience)
afterAll(remove)

interface Compared {
  base?: Vgg
  /** The folder of Keras's outputs. */
  keras?: string
  preprocess: Preprocessing
  precision?: Precision
  convolutions?: Convolutions
  outputs?: readonly string[]
}

/** How far each layer is from Keras's, on eight photographs. */
async function differences(compared: Compared): Promise<Map<string, number>> {
  const {
    base = vgg16,
    preprocess,
    keras = preprocess,
    precision = 'float32',
    convolutions,
    outputs = layers,
  } = compared
  const { network, weights, preprocessing } = fromPixels(base.network, base.weights, preprocess)
  const options = { network, weights, precision, convolutions, float32Layers: preprocessing, outputs }
  const session = openSession(frozenGraph({ ...options, input: 'pixels' }))
  const input = tensorOf(pixels.values, pixels.shape)
  try {
    const values = session.read({ input }, outputs.map(outputOf))
    const each = outputs.map(async (name, i): Promise<[string, number]> => {
      return [name, relativeDifference(values[i]!, await readFloats(at(`${keras}/${name}.npy`)))]
    })
    return new Map(await Promise.all(each))
  } finally {
    free(input)
    session.close()
  }
}

describe.each(preprocessings)('VGG16 with ImageNet weights on real photographs, preprocessing %s', (preprocess) => {
  test('gives what Keras gives at every layer in float32, within 1e-5', async () => {
    const found = await differences({ preprocess })
    expect([...found.keys()]).toEqual(layers)
    for (const [name, difference] of found) expect(difference, name).toBeLessThanOrEqual(1e-5)
  })

  test.runIf(precisionsHere().includes('bfloat16'))(
    'and in bfloat16, where the processor has it, within 1.5 %',
    async () => {
      const found = await differences({ preprocess, precision: 'bfloat16' })
      for (const [name, difference] of found) expect(difference, name).toBeLessThanOrEqual(0.015)
      expect(found.get('block5_pool')).toBeGreaterThan(1e-5) // it really was computed in bfloat16
    },
  )
})

describe('our own kernels for every convolution that they take, on real photographs', () => {
  beforeAll(requireKernels)

  // Every tile that may be chosen; an odd one leaves the pool to TensorFlow.
  test.each([
    ['VGG16', 2],
    ['VGG16', 3],
    ['VGG16', 4],
    ['VGG16', 6],
    ['VGG19', 4],
    ['VGG19', 6],
  ] as const)('%s gives what Keras gives at every block within 1e-5: tile %i', async (name, tile) => {
    const base = name === 'VGG16' ? vgg16 : vgg19
    const shapes = shapesOf(base.network)
    const taken = base.network.layers.filter((layer) => ownConvolutionOf(layer, inputShapesOf(layer, shapes)))
    const convolutions = Object.fromEntries(taken.slice(1).map((layer) => [layer.name, tile]))
    expect(Object.keys(convolutions)).toHaveLength(name === 'VGG16' ? 12 : 15)
    const keras = name === 'VGG16' ? 'imagenet' : 'vgg19'
    const found = await differences({ base, keras, preprocess: 'imagenet', convolutions, outputs: blocks })
    expect([...found.keys()]).toEqual(blocks)
    for (const [block, difference] of found) expect(difference, block).toBeLessThanOrEqual(1e-5)
  })
})
