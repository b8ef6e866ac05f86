import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import h5wasm from 'h5wasm'
import { describe, expect, test } from 'vitest'
import { readKerasModel, writeKerasH5 } from '../../main/formats/index.ts'
import { checkModules } from '../../main/formats/keras-modules.ts'
import type { KerasLayer } from '../../main/formats/keras-schema.ts'
import type { Network, Weights } from '../../main/network/index.ts'
import { temporaryFolder } from '../helpers/photographs.ts'

const network: Network = {
  name: 'small',
  layers: [
    { name: 'input', kind: 'InputLayer', config: { shape: [2] }, inputs: [] },
    { name: 'out', kind: 'Dense', config: { units: 1 }, inputs: ['input'] },
  ],
  output: 'out',
}
const weights: Weights = new Map([
  ['out/kernel', { shape: [2, 1], values: Float32Array.of(1, -2) }],
  ['out/bias', { shape: [1], values: Float32Array.of(0.5) }],
])

async function wholeFile(): Promise<string> {
  const path = join(temporaryFolder(), 'small.h5')
  await writeKerasH5(path, { network, weights, metadata: null })
  return path
}

/** Writes a model file anew with another config. */
async function withConfig(path: string, edit: (config: KerasLayer) => void): Promise<void> {
  const { FS } = await h5wasm.ready
  FS.writeFile('/config.h5', readFileSync(path))
  const file = new h5wasm.File('/config.h5', 'a')
  const config = JSON.parse(file.attrs['model_config']!.value as string) as KerasLayer
  edit(config)
  file.delete_attribute('model_config')
  file.create_attribute('model_config', JSON.stringify(config))
  file.close()
  writeFileSync(path, FS.readFile('/config.h5'))
}

const layersOf = ({ config }: KerasLayer) => (config as { layers: KerasLayer[] }).layers

describe('the module that a class is said to be of', () => {
  test.each(['kerxs.layers', 'keras.laye>s', '', null, 5])(
    'is not looked at in an .h5, as by tf_keras, and may be %j',
    async (module) => {
      const path = await wholeFile()
      await withConfig(path, (config) =>
        [config, ...layersOf(config)].forEach((each) => Object.assign(each, { module })),
      )
      const read = await readKerasModel(path)
      expect(read.weights).toEqual(weights)
      expect(read.network.layers.map(({ name }) => name)).toEqual(['input', 'out'])
    },
  )

  const dense = (module: unknown) => ({
    class_name: 'Dense',
    config: { name: 'out' },
    ...(module !== undefined && { module }),
  })
  const model = (module: unknown, inside: unknown) => ({
    class_name: 'Sequential',
    config: { layers: [inside] },
    module,
  })
  const check = (config: unknown) => () => checkModules(config as KerasLayer, 'model.keras')

  test.each([
    { name: 'public', config: model('keras', dense('keras.layers')) },
    { name: 'by its file', config: model('keras.src.models.sequential', dense('keras.src.layers.core.dense')) },
    { name: 'left out, of a layer', config: model('keras', dense(undefined)) },
    { name: 'of a model inside', config: model('keras', model('keras.models', dense('keras.layers'))) },
  ])('is one of Keras’s in a .keras: $name', ({ config }) => {
    expect(check(config)).not.toThrow()
  })

  test.each([
    { name: 'of the model', config: model('kerbs', dense('keras.layers')), found: 'kerbs' },
    {
      name: 'left out, of the model',
      config: { class_name: 'Sequential', config: { layers: [] } },
      found: 'no module',
    },
    { name: 'of a layer', config: model('keras', dense('keras.lazers')), found: 'keras.lazers' },
    { name: 'null', config: model('keras', dense(null)), found: 'null' },
    { name: 'in a model inside', config: model('keras', model('keras', dense('os'))), found: 'os' },
    {
      name: 'in an old list',
      config: { class_name: 'Sequential', config: [dense('os')], module: 'keras' },
      found: 'os',
    },
  ])('and no other: $name', ({ config, found }) => {
    expect(check(config)).toThrow(
      expect.objectContaining({
        failure: expect.objectContaining({
          code: 'damaged-model',
          found: expect.stringContaining(found) as string,
        }) as object,
      }) as Error,
    )
  })
})

test('an input may have settings that nobody knows, as for Keras 3, whatever their letters are, and a layer not', async () => {
  const path = await wholeFile()
  const damage = async (key: string, inLayer: number): Promise<void> =>
    withConfig(path, (config) => Object.assign(layersOf(config)[inLayer]!.config as object, { [key]: 'x' }))
  await damage('na\u00a8e', 0)
  expect((await readKerasModel(path)).weights).toEqual(weights)
  // The same damage where it was met: one byte of a letter's place, which makes no UTF-8.
  const bytes = readFileSync(path)
  bytes[bytes.indexOf('na\u00a8e') + 2] = 0xff
  writeFileSync(path, bytes)
  expect((await readKerasModel(path)).weights).toEqual(weights)
  await damage('na\u00a8e', 1)
  await expect(readKerasModel(path)).rejects.toMatchObject({ failure: { code: 'unknown-setting', found: 'na\u00a8e' } })
})
