import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readKerasModel } from '../../main/formats/index.ts'
import { isZip, readKerasArchive } from '../../main/formats/keras-archive.ts'
import { fromKerasConfig } from '../../main/formats/keras-config-reader.ts'
import { zipOf } from '../helpers/archives.ts'
import { temporaryFolder } from '../helpers/photographs.ts'

test('a .keras whose config is no UTF-8 is refused, and no letter put in its place', async () => {
  const file = join(temporaryFolder(), 'model.keras')
  const config = Buffer.from('{"class_name": "Sequential", "config": {"name": "mod\xe8l"}}', 'latin1')
  writeFileSync(
    file,
    zipOf([
      { name: 'config.json', content: config },
      { name: 'model.weights.h5', content: 'weights' },
    ]),
  )
  await expect(readKerasModel(file)).rejects.toMatchObject({
    failure: { code: 'damaged-model', found: 'bytes in config.json that are no UTF-8', file },
  })
})

test('a .keras with bytes before it opens, as Python opens it', async () => {
  const members = { 'config.json': Buffer.from('{}'), 'model.weights.h5': Buffer.from('weights') }
  const zip = zipOf(Object.entries(members).map(([name, content]) => ({ name, content })))
  for (const before of ['', 'x', 'PK\u0003\u0004 and more']) {
    const bytes = Buffer.concat([Buffer.from(before), zip])
    expect(isZip(bytes)).toBe(true)
    expect(await readKerasArchive(bytes, 'model.keras')).toEqual(members)
  }
})

test('a layer is called what its own config says, and found by what its model calls it', () => {
  const layers = [
    ['picture', 'InputLayer', { batch_shape: [null, 8, 8, 3] }, []],
    ['look', 'Flatten', {}, [[['picture', 0, 0, {}]]]],
    ['say', 'Dense', { units: 1 }, [[['look', 0, 0, {}]]]],
  ].map(([name, class_name, config, inbound_nodes]) => ({
    ...{ name, class_name, inbound_nodes },
    config: { ...(config as object), name: name === 'look' ? 'lo0k' : name },
  }))
  const config = { name: 'model', layers, input_layers: ['picture', 0, 0], output_layers: ['say', 0, 0] }
  const { network, outline } = fromKerasConfig({ class_name: 'Functional', config }, 'model.h5')
  expect(network.layers.map(({ name, inputs }) => [name, inputs])).toEqual([
    ['picture', []],
    ['lo0k', ['picture']],
    ['say', ['lo0k']],
  ])
  expect(outline.rows.map(({ name }) => name)).toEqual(['picture', 'lo0k', 'say'])
})
