import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readKerasModel, writeKerasH5 } from '../../main/formats/index.ts'
import { fromKerasConfig } from '../../main/formats/keras-config-reader.ts'
import type { Network, Weights } from '../../main/network/index.ts'
import { temporaryFolder } from '../helpers/photographs.ts'

const network: Network = {
  name: 'small',
  layers: [
    { name: 'input', kind: 'InputLayer', config: { shape: [2] }, inputs: [] },
    { name: 'middle', kind: 'Activation', config: { activation: 'relu' }, inputs: ['input'] },
    { name: 'out', kind: 'Dense', config: { units: 1 }, inputs: ['middle'] },
  ],
  output: 'out',
}
const weights: Weights = new Map([
  ['out/kernel', { shape: [2, 1], values: Float32Array.of(1, -2) }],
  ['out/bias', { shape: [1], values: Float32Array.of(0.5) }],
])

/** A small file with one piece of its text damaged. */
async function damaged(piece: string, to: string): Promise<string> {
  const path = join(temporaryFolder(), 'small.h5')
  await writeKerasH5(path, { network, weights, metadata: null })
  const bytes = readFileSync(path)
  const at = bytes.indexOf(piece)
  expect(at).toBeGreaterThan(0)
  expect(to).toHaveLength(piece.length)
  bytes.write(to, at)
  writeFileSync(path, bytes)
  return path
}

test.each([
  ['["input",0,0,{}]', '["input",5,0,{}]'],
  ['"input_layers":["input",0,0]', '"input_layers":["input",7,0]'],
])('the number of an input’s use may be any, as in tf_keras, which does not look at it: %s → %s', async (piece, to) => {
  const read = await readKerasModel(await damaged(piece, to))
  expect(read.weights).toEqual(weights)
  expect(read.network.layers.map(({ inputs }) => inputs)).toEqual([[], ['input'], ['middle']])
})

test.each([
  ['["input",0,0,{}]', '["input",0,5,{}]'],
  ['["middle",0,0,{}]', '["middle",5,0,{}]'],
  ['"output_layers":["out",0,0]', '"output_layers":["out",5,0]'],
])('a use that there is not, or another output, is refused: %s → %s', async (piece, to) => {
  await expect(readKerasModel(await damaged(piece, to))).rejects.toMatchObject({ failure: { code: 'damaged-model' } })
})

test('an input’s use must be its first where references are of Keras 3’s form', () => {
  const config = (node: number) => {
    const history = { shape: [null, 2], dtype: 'float32', keras_history: ['input', node, 0] }
    const args = [{ class_name: '__keras_tensor__', config: history }]
    const input = {
      class_name: 'InputLayer',
      name: 'input',
      config: { name: 'input', batch_shape: [null, 2] },
      inbound_nodes: [],
    }
    const out = {
      class_name: 'Dense',
      name: 'out',
      config: { name: 'out', units: 1 },
      inbound_nodes: [{ args, kwargs: {} }],
    }
    const ends = { input_layers: ['input', 0, 0], output_layers: ['out', 0, 0] }
    return { class_name: 'Functional', config: { name: 'small', layers: [input, out], ...ends } }
  }
  expect(fromKerasConfig(config(0), 'x.keras').network.output).toBe('out')
  expect(() => fromKerasConfig(config(5), 'x.keras')).toThrow('x.keras')
})
