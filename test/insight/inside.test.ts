import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { failureOf, paletteOf, surveySchema, unwatched } from '../../contract/index.ts'
import { writeDataset } from '../../main/dataset/index.ts'
import { readModelHints, readNpy, writeKerasH5 } from '../../main/formats/index.ts'
import { figuresOf } from '../../main/insight/channels.ts'
import { drawFilters, drawGradCam, encodeIndexedPng, lookInside, surveyChannels } from '../../main/insight/index.ts'
import { initialWeights } from '../../main/network/index.ts'
import { chain } from '../helpers/networks.ts'
import { hashBytes } from '../../main/files/index.ts'
import { jpeg, temporaryFolder, writeTree } from '../helpers/photographs.ts'
import { expectNothingLeaks } from '../helpers/tensors.ts'

const convolution = (filters: number) => ({ filters, kernel_size: [3, 3], padding: 'same', activation: 'relu' })
const network = chain('small', [
  ['input', 'InputLayer', { shape: [32, 32, 3] }],
  ['conv_1', 'Conv2D', convolution(5)],
  ['pool_1', 'MaxPooling2D', { pool_size: [2, 2] }],
  ['conv_2', 'Conv2D', convolution(18)],
  ['flatten', 'Flatten', {}],
  ['out', 'Dense', { units: 1, activation: 'sigmoid' }],
])

/** A model file that says nothing of itself, its channel 2 of conv_1 dead, and photographs to look at. */
async function foreignModel() {
  const folder = temporaryFolder()
  const model = join(folder, 'model.h5')
  const weights = initialWeights(network, 1)
  weights.get('conv_1/kernel')!.values.forEach((_, i, all) => i % 5 === 2 && (all[i] = 0))
  await writeKerasH5(model, { network, weights, metadata: null })
  const bytes = await Promise.all([1, 2, 3, 4].map((seed) => jpeg(40, 30, seed)))
  writeTree(folder, Object.fromEntries(bytes.map((content, i) => [`photographs/a/${i}.jpg`, content])))
  return { folder, model, bytes, photograph: join(folder, 'photographs/a/0.jpg') }
}
const said = { preprocess: 'rescale', classes: ['a', 'b'] } as const

describe('a model file that says nothing of itself', () => {
  it('is asked about once: what was said is kept beside it', async () => {
    const { folder, model, photograph } = await foreignModel()
    const out = join(folder, 'look')
    const asking = { inside: { model }, photograph, out }
    expect(failureOf(await lookInside(asking, unwatched()).catch((error: unknown) => error)).code).toBe(
      'model-unexplained',
    )
    await lookInside({ ...asking, inside: { model, ...said, classes: [...said.classes] } }, unwatched())
    expect(await readModelHints(model)).toEqual(said)
    const { classes, probabilities } = await lookInside({ ...asking, out: join(folder, 'again') }, unwatched())
    expect(classes).toEqual(said.classes)
    expect(probabilities!.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 6)
  })
})

describe('looking inside', () => {
  it('keeps the raw values of every layer, names the dead channel, and leaves nothing in memory', () =>
    expectNothingLeaks(async () => {
      const { folder, model, photograph } = await foreignModel()
      const out = join(folder, 'look')
      const inside = { model, preprocess: said.preprocess, classes: [...said.classes] }
      const { layers } = await lookInside({ inside, photograph, out }, unwatched())
      expect(layers.map(({ name, shape }) => [name, shape])).toEqual([
        ['conv_1', [1, 32, 32, 5]],
        ['pool_1', [1, 16, 16, 5]],
        ['conv_2', [1, 16, 16, 18]],
      ])
      expect(layers[0]!.silent).toContain(2)
      expect(layers[1]!.dead).toContain(2)
      expect((await readNpy(join(out, layers[2]!.npy))).values).toHaveLength(16 * 16 * 18)
      const { width, height } = await sharp(join(out, 'picture.png')).metadata()
      expect([width, height]).toEqual([32, 32])
    }))

  it('finds in one pass over a split the photographs that excite each channel, and what none does', () =>
    expectNothingLeaks(async () => {
      const { folder, model, bytes } = await foreignModel()
      const photographs = bytes.map((content, i) => ({
        file: `a/${i}.jpg`,
        sha256: hashBytes(content),
        split: 'validation' as const,
        class: 'a',
        bytes: content.length,
        width: 40,
        height: 30,
        modified: 1,
      }))
      const base = { version: 1, folder: 'photographs', splitting: 'given', shares: [50, 25, 25], seed: 0 } as const
      await writeDataset(folder, { ...base, shares: [50, 25, 25], classes: ['a', 'b'], photographs, quarantined: [] })
      const out = join(folder, 'survey.json')
      const inside = { model, preprocess: said.preprocess, classes: [...said.classes] }
      const counted = await surveyChannels({ inside, dataset: folder, split: 'validation', out }, unwatched())
      expect(counted).toEqual({ photographs: 4 })
      const survey = surveySchema.parse(JSON.parse(readFileSync(out, 'utf8')))
      expect(survey.layers[0]!.dead).toContain(2)
      const look = await lookInside(
        { inside, photograph: join(folder, 'photographs/a/3.jpg'), out: join(folder, 'l') },
        unwatched(),
      )
      for (const [at, { top }] of survey.layers.entries()) {
        top.forEach((best, channel) => {
          expect(best.map(([, value]) => value)).toEqual([...best.map(([, value]) => value)].sort((a, b) => b - a))
          const own = best.find(([photograph]) => photograph === 3)
          if (own) expect(own[1]).toBeCloseTo(look.layers[at]!.highest[channel]!, 5)
        })
      }
    }))

  it('draws filters and heat maps, and refuses a channel, a layer and a class that are not there', () =>
    expectNothingLeaks(async () => {
      const { folder, model, photograph } = await foreignModel()
      const inside = { model, preprocess: said.preprocess, classes: [...said.classes] }
      const filters = { inside, layer: 'conv_2', size: 24, steps: 3, seed: 0, out: join(folder, 'filters') }
      const { files } = await drawFilters(filters, unwatched())
      expect(files).toHaveLength(1 + 18)
      expect((await sharp(files[0]).metadata()).width).toBe(8 * 24 + 7 * 5)
      const cam = { inside, photograph, out: join(folder, 'cam') }
      const { maps, layer } = await drawGradCam({ ...cam, classes: ['a', 'b'] }, unwatched())
      expect(layer).toBe('conv_2')
      expect(maps.map(({ class: name }) => name)).toEqual(['a', 'b'])
      expect(readdirSync(cam.out)).toHaveLength(4)
      const code = async (work: Promise<unknown>) => failureOf(await work.catch((error: unknown) => error)).code
      expect(await code(drawFilters({ ...filters, channels: [18] }, unwatched()))).toBe('no-channel')
      expect(await code(drawFilters({ ...filters, layer: 'conv_9' }, unwatched()))).toBe('unknown-layer')
      expect(await code(drawGradCam({ ...cam, classes: ['c'] }, unwatched()))).toBe('unknown-class')
      expect(await code(drawGradCam({ ...cam, layer: 'flatten' }, unwatched()))).toBe('not-a-picture')
    }))
})

describe('figures of channels', () => {
  it('tell a channel that is the same everywhere from one that is silent', () => {
    const figures = figuresOf(Float32Array.of(0, 5, 1, 0, 5, 0, 0, 5, 2), 3)
    expect(figures).toEqual({
      zeros: 4 / 9,
      highest: [0, 5, 2],
      lowest: [0, 5, 0],
      mean: [0, 5, 1],
      dead: [0, 1],
      silent: [0],
    })
  })
})

describe('a PNG with a palette', () => {
  it('holds exactly the palette’s colours', async () => {
    const levels = Uint8Array.from({ length: 256 }, (_, i) => i)
    const png = await encodeIndexedPng({ levels, width: 16, height: 16 }, paletteOf('cividis'))
    const { data } = await sharp(png).removeAlpha().raw().toBuffer({ resolveWithObject: true })
    expect([...data]).toEqual([...paletteOf('cividis')])
  })
})
