import { expect, test } from 'vitest'
import { failureOf } from '../../contract/index.ts'
import { shapesOf, summarize, weightSpecs } from '../../main/network/index.ts'
import { bases, findBase, preprocessingNetwork } from '../../main/zoo/index.ts'

/** Parameters without and with the classifier, from keras.applications. */
const known: [name: string, base: number, whole: number][] = [
  ['vgg16', 14_714_688, 138_357_544],
  ['vgg19', 20_024_384, 143_667_240],
]

test.each(known)('%s has the parameters of keras.applications', (name, without, whole) => {
  const base = findBase(name)
  expect(summarize(base.build({ size: 150, includeTop: false })).totalParams).toBe(without)
  expect(summarize(base.build({ size: null, includeTop: false })).totalParams).toBe(without)
  expect(summarize(base.build({ size: null, includeTop: true })).totalParams).toBe(whole)
})

test("VGG16's layers at 150 pixels are those of the book", () => {
  const { layers } = summarize(findBase('vgg16').build({ size: 150, includeTop: false }))
  expect(layers.map(({ name, outputShape, params }) => [name, ...outputShape.slice(1), params].join(' '))).toEqual([
    'input_layer 150 150 3 0',
    'block1_conv1 150 150 64 1792',
    'block1_conv2 150 150 64 36928',
    'block1_pool 75 75 64 0',
    'block2_conv1 75 75 128 73856',
    'block2_conv2 75 75 128 147584',
    'block2_pool 37 37 128 0',
    'block3_conv1 37 37 256 295168',
    'block3_conv2 37 37 256 590080',
    'block3_conv3 37 37 256 590080',
    'block3_pool 18 18 256 0',
    'block4_conv1 18 18 512 1180160',
    'block4_conv2 18 18 512 2359808',
    'block4_conv3 18 18 512 2359808',
    'block4_pool 9 9 512 0',
    'block5_conv1 9 9 512 2359808',
    'block5_conv2 9 9 512 2359808',
    'block5_conv3 9 9 512 2359808',
    'block5_pool 4 4 512 0',
  ])
})

test('with its classifier a base takes 224 pixels unless it is told', () => {
  const network = findBase('vgg16').build({ size: null, includeTop: true })
  expect(shapesOf(network).get('flatten')).toEqual([25_088])
  expect(network.layers.slice(-4).map(({ name }) => name)).toEqual(['flatten', 'fc1', 'fc2', 'predictions'])
  expect(shapesOf(network).get('predictions')).toEqual([1000])
})

test('a name that is no base is answered with the nearest ones', () => {
  expect(findBase('vgg16')).toBe(bases.get('vgg16'))
  const failed = failureOf(thrownBy(() => findBase('VGG-16')))
  expect(failed).toMatchObject({ code: 'unknown-base', found: 'VGG-16' })
  expect(failed.expected).toMatch(/^a base such as vgg16/)
})

test('preprocessing is one layer of Keras, with the weights that it needs', () => {
  const base = findBase('vgg16')
  const rescale = preprocessingNetwork(base, 'rescale', 150)
  expect(rescale.network.layers[1]).toMatchObject({ kind: 'Rescaling', config: { scale: 1 / 255, offset: 0 } })
  expect(rescale.weights.size).toBe(0)

  const { network, weights } = preprocessingNetwork(base, 'imagenet', 150)
  expect(shapesOf(network).get(network.output)).toEqual([150, 150, 3])
  expect([...weights.keys()]).toEqual(weightSpecs(network).map(({ path }) => path))
  expect([...weights.get('preprocessing/kernel')!.values]).toEqual([0, 0, 1, 0, 1, 0, 1, 0, 0])
  expect([...weights.get('preprocessing/bias')!.values]).toEqual([-103.939, -116.779, -123.68].map(Math.fround))
})

function thrownBy(action: () => unknown): unknown {
  try {
    return action()
  } catch (error) {
    return error
  }
}
