import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { preprocessings, type Precision, type Preprocessing } from '../../contract/index.ts'
import { writeNpy } from '../../main/formats/index.ts'
import { frozenGraph, outputOf } from '../../main/network/index.ts'
import { free, openSession, precisionsHere, tensorOf } from '../../main/tensorflow/index.ts'
import { runPython } from '../helpers/oracle.ts'
import { readFloats, relativeDifference, temporaryFolder, writeWeights } from './exchange.ts'
import { fromPixels, imagenetVgg16, patience, pixelsOf, samples } from './photographs.ts'

const { folder, remove } = temporaryFolder()
const at = (name: string) => join(folder, name)
const layers = [2, 2, 3, 3, 3].flatMap((convolutions, index) => {
  const block = `block${index + 1}`
  return [...Array.from({ length: convolutions }, (_, i) => `${block}_conv${i + 1}`), `${block}_pool`]
})
let vgg16: Awaited<ReturnType<typeof imagenetVgg16>>
let pixels: Awaited<ReturnType<typeof pixelsOf>>

beforeAll(async () => {
  vgg16 = await imagenetVgg16()
  const photographs = await samples(['fish', 'fruit', 'leafy', 'vegetables'], 2)
  pixels = await pixelsOf(photographs.map(({ file }) => file))
  await writeNpy(at('pixels.npy'), pixels)
  await writeWeights(at('weights'), vgg16.weights)
  for (const preprocess of preprocessings) {
    await runPython('vgg16_layers.py', [at('pixels.npy'), at('weights'), at(preprocess), '--preprocess', preprocess])
  }
}, patience)
afterAll(remove)

/** How far each layer is from Keras's, on eight photographs. */
async function differences(preprocess: Preprocessing, precision: Precision): Promise<Map<string, number>> {
  const { network, weights, preprocessing } = fromPixels(vgg16.network, vgg16.weights, preprocess)
  const options = { network, weights, precision, float32Layers: preprocessing, outputs: layers }
  const session = openSession(frozenGraph({ ...options, input: 'pixels' }))
  const input = tensorOf(pixels.values, pixels.shape)
  try {
    const outputs = session.read({ input }, layers.map(outputOf))
    const compared = layers.map(async (name, i): Promise<[string, number]> => {
      return [name, relativeDifference(outputs[i]!, await readFloats(at(`${preprocess}/${name}.npy`)))]
    })
    return new Map(await Promise.all(compared))
  } finally {
    free(input)
    session.close()
  }
}

describe.each(preprocessings)('VGG16 with ImageNet weights on real photographs, preprocessing %s', (preprocess) => {
  test('gives what Keras gives at every layer in float32, within 1e-5', async () => {
    const found = await differences(preprocess, 'float32')
    expect([...found.keys()]).toEqual(layers)
    for (const [name, difference] of found) expect(difference, name).toBeLessThanOrEqual(1e-5)
  })

  test.runIf(precisionsHere().includes('bfloat16'))(
    'and in bfloat16, where the processor has it, within 1.5 %',
    async () => {
      const found = await differences(preprocess, 'bfloat16')
      for (const [name, difference] of found) expect(difference, name).toBeLessThanOrEqual(0.015)
      expect(found.get('block5_pool')).toBeGreaterThan(1e-5) // it really was computed in bfloat16
    },
  )
})
