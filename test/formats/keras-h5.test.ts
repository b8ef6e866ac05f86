import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { failureOf, ThawError } from '../../contract/index.ts'
import {
  readKerasModel,
  readKerasWeightsH5,
  readNpy,
  writeKerasH5,
  writeKerasWeightsH5,
  type KerasModel,
  type ModelMetadata,
} from '../../main/formats/index.ts'
import { stacked, type Network, type Weights } from '../../main/network/index.ts'
import { findBase, preprocessingNetwork } from '../../main/zoo/index.ts'
import { runPython } from '../helpers/oracle.ts'

let folder: string
const references = ['keras-functional', 'keras-sequential', 'tf_keras-functional', 'tf_keras-sequential']

const metadata: ModelMetadata = {
  version: 1,
  classes: ['고양이', 'chien d’été'],
  pixels: { size: 150, fit: 'stretch', kernel: 'linear', version: 1 },
  preprocess: 'imagenet',
  base: 'vgg16',
  cut: 'block5_pool',
  weights: { source: 'imagenet', sha256: 'ab'.repeat(32) },
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'thaw-'))
  await runPython('formats_files.py', ['make', folder])
}, 120_000)

afterAll(() => rmSync(folder, { recursive: true }))

async function failure(promise: Promise<unknown>) {
  return failureOf(
    await promise.then(
      () => new Error('it did not fail'),
      (error: unknown) => error,
    ),
  )
}

async function valuesOf(name: string) {
  const { values } = await readNpy(join(folder, name))
  return [...values]
}

function maxDifference(a: readonly number[], b: readonly number[]): number {
  expect(a.length).toBe(b.length)
  return Math.max(...a.map((value, index) => Math.abs(value - b[index]!)))
}

/** The weights that every reference model was given, in Keras's order. */
async function givenWeights() {
  const names = readdirSync(folder).filter((name) => /^weight\d+\.npy$/.test(name))
  return Promise.all(names.sort().map((name) => readNpy(join(folder, name))))
}

test('models that Keras 3 and tf_keras save are read, functional and sequential, with every weight', async () => {
  for (const name of references) {
    const { network, weights, metadata: none } = await readKerasModel(join(folder, `${name}.h5`))
    expect(network.layers.map(({ kind }) => kind)).toEqual([
      'InputLayer',
      'Rescaling',
      'Conv2D',
      'Conv2D',
      'Activation',
      'MaxPooling2D',
      'Flatten',
      'Dropout',
      'Dense',
      'Dense',
    ])
    expect(network.name).toBe('small')
    expect(network.layers[0]!.config).toEqual({ shape: [12, 14, 3] })
    expect(network.layers.slice(1).map(({ inputs }) => inputs)).toEqual(
      network.layers.slice(0, -1).map((layer) => [layer.name]),
    )
    expect([...weights.keys()]).toEqual([
      'conv/kernel',
      'conv/bias',
      'bare/kernel',
      'dense/kernel',
      'dense/bias',
      'classes/kernel',
      'classes/bias',
    ])
    expect([...weights.values()]).toEqual(await givenWeights())
    expect(none).toBeNull()
  }
})

test('what is written loads in Keras 3 and in tf_keras and predicts as the model that it came from', async () => {
  const written = mkdtempSync(join(tmpdir(), 'thaw-'))
  try {
    writeFileSync(join(written, 'pixels.npy'), readFileSync(join(folder, 'pixels.npy')))
    for (const name of references) {
      const model = await readKerasModel(join(folder, `${name}.h5`))
      await writeKerasH5(join(written, `${name}.h5`), { ...model, metadata })
    }
    const caffe = withCaffePreprocessing()
    await writeKerasH5(join(written, 'caffe.h5'), caffe)
    const layers = JSON.parse(await runPython('formats_files.py', ['load', written])) as Record<
      string,
      Record<string, [string, string, boolean][]>
    >

    for (const name of references) {
      const expected = await valuesOf(`${name}.expected.npy`)
      for (const keras of ['keras', 'tf_keras']) {
        const { values } = await readNpy(join(written, `${name}.${keras}.npy`))
        expect(maxDifference([...values], expected)).toBeLessThan(1e-6)
      }
    }
    for (const keras of ['keras', 'tf_keras']) {
      const { values } = await readNpy(join(written, `caffe.${keras}.npy`))
      expect(maxDifference([...values], await expectedCaffe())).toBe(0)
      expect(layers.caffe![keras]).toEqual([
        ['input_layer', 'InputLayer', true],
        ['preprocessing', 'Conv2D', false],
        ['same', 'Activation', true],
      ])
    }
  } finally {
    rmSync(written, { recursive: true })
  }
}, 120_000)

/** A model that does nothing but VGG16's preprocessing. */
function withCaffePreprocessing(): KerasModel {
  const { network, weights } = preprocessingNetwork(findBase('vgg16'), 'imagenet', null)
  const same: Network = {
    name: 'same',
    layers: [
      { name: 'input', kind: 'InputLayer', config: { shape: [null, null, 3] }, inputs: [] },
      { name: 'same', kind: 'Activation', config: { activation: 'linear' }, inputs: ['input'] },
    ],
    output: 'same',
  }
  return { network: stacked('caffe', network, same), weights, metadata: null }
}

async function expectedCaffe(): Promise<number[]> {
  const mean = [103.939, 116.779, 123.68].map(Math.fround)
  const pixels = await valuesOf('pixels.npy')
  return pixels.map((_, index) => {
    const channel = index % 3
    return Math.fround(pixels[index - channel + (2 - channel)]! - mean[channel]!)
  })
}

test('a model reads back as it was written, class names of any script included', async () => {
  const path = join(folder, 'mine.h5')
  const { network, weights } = await readKerasModel(join(folder, 'keras-functional.h5'))
  const model = { network, weights, metadata }
  await writeKerasH5(path, model)
  expect(await readKerasModel(path)).toMatchObject(model)
  rmSync(path)
})

test('a file without Thaw metadata, or with damaged metadata, is told apart', async () => {
  const path = join(folder, 'mine.h5')
  const model = await readKerasModel(join(folder, 'keras-functional.h5'))
  await writeKerasH5(path, { ...model, metadata: { ...metadata, classes: [] } })
  expect(await failure(readKerasModel(path))).toMatchObject({ code: 'damaged-model', file: path })
  rmSync(path)
})

test('weights that are not the network’s are not written', async () => {
  const { network, weights } = await readKerasModel(join(folder, 'keras-functional.h5'))
  const path = join(folder, 'mine.h5')
  const fewer: Weights = new Map([...weights].slice(1))
  expect((await failure(writeKerasH5(path, { network, weights: fewer, metadata }))).code).toBe('wrong-weights')
  expect(readdirSync(folder)).not.toContain('mine.h5')
})

test('files of weights alone are read: of Keras 2, of Keras 1 as keras-applications has them, with a cut list of names', async () => {
  const keras2 = await readKerasWeightsH5(join(folder, 'weights-only.h5'))
  expect([...keras2.values()]).toEqual(await givenWeights())
  expect(await readKerasWeightsH5(join(folder, 'keras-functional.h5'))).toEqual(keras2)

  const old = await readKerasWeightsH5(join(folder, 'old-names.h5'))
  expect([...old.keys()]).toEqual(['block1_conv1/kernel', 'block1_conv1/bias'])
  expect(old.get('block1_conv1/kernel')).toEqual({
    shape: [3, 3, 3, 2],
    values: Float32Array.from({ length: 54 }, (_, index) => index),
  })
  expect([...(await readKerasWeightsH5(join(folder, 'cut-names.h5'))).keys()]).toEqual(['a/kernel', 'bc/kernel'])
})

test('weights alone read back as they were written, also with more names than one attribute holds', async () => {
  const path = join(folder, 'mine.h5')
  const names = Array.from(
    { length: 1200 },
    (_, index) => `a_layer_with_quite_a_long_name_so_that_the_list_is_cut_${index}`,
  )
  const weights: Weights = new Map(
    names.map((name, index) => [`${name}/kernel`, { shape: [1, 1], values: Float32Array.of(index) }]),
  )
  await writeKerasWeightsH5(path, weights)
  expect(await readKerasWeightsH5(path)).toEqual(weights)
  rmSync(path)
})

test('a hostile file is refused without reading what is outside it or taking memory that it asks for', async () => {
  const files = readdirSync(folder).filter((name) => name.startsWith('hostile-'))
  expect(files).toHaveLength(10)
  for (const name of files) {
    const path = join(folder, name)
    const { code, file } = await failure(readKerasWeightsH5(path))
    expect({ name, code, file }).toEqual({ name, code: 'damaged-model', file: path })
  }
  const { found } = await failure(readKerasModel(join(folder, 'weights-only.h5')))
  expect(found).toContain('weights alone')
})

test('a truncated file, a text, and files with random bytes changed give a clear failure or a model, never anything else', async () => {
  const path = join(folder, 'broken.h5')
  const whole = readFileSync(join(folder, 'keras-functional.h5'))
  for (const bytes of [Buffer.alloc(0), Buffer.from('not a model'), whole.subarray(0, 20_000)]) {
    writeFileSync(path, bytes)
    expect((await failure(readKerasModel(path))).code).toBe('damaged-model')
  }
  let random = 1
  let refused = 0
  for (let attempt = 0; attempt < 400; attempt++) {
    const bytes = Buffer.from(whole)
    for (let change = 0; change < 4; change++) {
      random = (Math.imul(random, 1664525) + 1013904223) >>> 0
      bytes[random % bytes.length] = random >>> 24
    }
    writeFileSync(path, bytes)
    await readKerasModel(path).catch((error: unknown) => {
      expect(error).toBeInstanceOf(ThawError)
      refused++
    })
  }
  expect(refused).toBeGreaterThan(100)
  rmSync(path)
})
