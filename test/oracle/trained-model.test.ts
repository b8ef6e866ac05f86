import { mkdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { unwatched, type Precision, type TrainResult } from '../../contract/index.ts'
import { decodePhotograph } from '../../main/dataset/index.ts'
import { predictPhotographs } from '../../main/evaluation/index.ts'
import { readNpy, writeNpy } from '../../main/formats/index.ts'
import { startRun } from '../../main/project/index.ts'
import { precisionsHere } from '../../main/tensorflow/index.ts'
import { runPython } from '../helpers/oracle.ts'
import { greatestDifference, readFloats, relativeDifference, temporaryFolder, writeWeights } from './exchange.ts'
import { imagenetVgg16, patience, pixelRule, pixelsOf, samples, size } from './photographs.ts'

const { folder, remove } = temporaryFolder()
const at = (name: string) => join(folder, name)
const classes = ['fish', 'fruit', 'vegetables']
const photographs = at('photographs')
/** Every photograph as the 150×150 PNG that the network sees: there is nothing left to resize, on either side. */
let files: string[]

beforeAll(async () => {
  const chosen = await samples(classes, 24)
  files = await Promise.all(
    chosen.map(async ({ file, label }) => {
      const home = join(photographs, classes[label]!)
      mkdirSync(home, { recursive: true })
      const png = join(home, `${basename(file)}.png`)
      const raw = { width: size, height: size, channels: 3 } as const
      await sharp(await decodePhotograph(file, pixelRule), { raw })
        .png()
        .toFile(png)
      return png
    }),
  )
  await writeNpy(at('pixels.npy'), await pixelsOf(files))
}, patience)
afterAll(remove)

const train = (project: string, precision: Precision, convolution: 'auto' | 'direct' = 'auto'): Promise<TrainResult> =>
  startRun({ project: at(project), dataset: photographs, choices: { precision, convolution } }, unwatched())

/** What a run's model says of every photograph: float32 (n, 3). */
async function predictions(model: string): Promise<Float32Array> {
  const { predictions } = await predictPhotographs(model, files, {}, unwatched())
  return Float32Array.from(predictions.flatMap(({ probabilities }) => classes.map((name) => probabilities[name]!)))
}

describe('a model after 30 epochs on real photographs', () => {
  let run: TrainResult
  let ours: Float32Array

  beforeAll(async () => {
    run = await train('float32', 'float32')
    ours = await predictions(run.model)
  }, patience)

  test('has learned: it is right of more test photographs than guessing would be', () => {
    expect(run.history).toHaveLength(30)
    expect(run.test!.interval[0]).toBeGreaterThan(1 / 3)
  })

  test.each(['keras', 'tf_keras'])(
    'is loaded by %s without custom code and says the same within 1e-4',
    async (keras) => {
      await runPython('predict_h5.py', [keras, run.model, at('pixels.npy'), at(`${keras}.npy`)])
      const theirs = await readFloats(at(`${keras}.npy`))
      expect(greatestDifference(ours, theirs)).toBeLessThanOrEqual(1e-4)
    },
    patience,
  )

  test(
    'was trained on the features that Keras’s base gives',
    async () => {
      const { weights } = await imagenetVgg16()
      await writeWeights(at('weights'), weights)
      for (const file of run.files.features) {
        const order = (await import('node:fs')).readFileSync(file.replace(/npy$/, 'json'), 'utf8')
        const { rows } = JSON.parse(order) as { rows: { file: string }[] }
        await writeNpy(at('split.npy'), await pixelsOf(rows.map((row) => join(photographs, row.file))))
        await runPython('vgg_layers.py', [at('split.npy'), at('weights'), at('keras'), '--layers', 'block5_pool'])
        const { values } = await readNpy(file)
        expect(relativeDifference(values, await readFloats(at('keras/block5_pool.npy'))), file).toBeLessThanOrEqual(
          0.015,
        )
      }
    },
    patience,
  )

  test('is the same to the bit when it is trained again in another project', async () => {
    const again = await train('again', 'float32')
    expect(again.history).toEqual(run.history)
    expect(await predictions(again.model)).toEqual(ours)
  })

  test(
    'says the same of all but 1 % of the photographs when our own convolutions are forced off',
    async () => {
      const direct = await train('direct', 'float32', 'direct')
      expect(changed(ours, await predictions(direct.model))).toBeLessThanOrEqual(0.01 * files.length)
    },
    patience,
  )

  test.runIf(precisionsHere().includes('bfloat16'))(
    'says the same of all but 1 % of the photographs when it learned from bfloat16 features',
    async () => {
      const half = await train('bfloat16', 'bfloat16')
      expect(half.precision).toBe('bfloat16')
      const [features, exact] = await Promise.all(
        [half, run].map(async ({ files }) => (await readNpy(files.features[0]!)).values),
      )
      expect(relativeDifference(features!, exact!)).toBeLessThanOrEqual(0.015)
      expect(relativeDifference(features!, exact!)).toBeGreaterThan(1e-5) // it really was computed in bfloat16
    },
    patience,
  )
})

/** Photographs whose most probable class differs. */
function changed(a: Float32Array, b: Float32Array): number {
  const top = (values: Float32Array, i: number) => {
    const row = values.subarray(i * classes.length, (i + 1) * classes.length)
    return row.indexOf(Math.max(...row))
  }
  return files.filter((_, i) => top(a, i) !== top(b, i)).length
}
