import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { paletteOf, unwatched } from '../../contract/index.ts'
import { writeKerasH5, writeNpy } from '../../main/formats/index.ts'
import { strongestChannel } from '../../main/insight/channels.ts'
import { lookAt } from '../../main/insight/feature-maps.ts'
import { openClimber } from '../../main/insight/filters.ts'
import { explain } from '../../main/insight/grad-cam.ts'
import { gridOf } from '../../main/insight/grid.ts'
import { saveActivations } from '../../main/insight/index.ts'
import { openSubject, seenLayers, type Subject } from '../../main/insight/subject.ts'
import { initialWeights, stacked } from '../../main/network/index.ts'
import { headNetwork } from '../../main/training/index.ts'
import { runPython } from '../helpers/oracle.ts'
import { greatestDifference, readFloats, relativeDifference, temporaryFolder } from './exchange.ts'
import { fromPixels, imagenetVgg16, patience, pixelRule, pixelsOf, samples, size } from './photographs.ts'

const { folder, remove } = temporaryFolder()
const at = (name: string) => join(folder, name)
let photograph: string
let pixels: Uint8Array

/** VGG16 with ImageNet's weights under a head for three classes, as Thaw saves it. */
async function writeVgg16(path: string): Promise<void> {
  const base = await imagenetVgg16()
  const whole = fromPixels(base.network, base.weights, 'imagenet')
  const head = headNetwork([4, 4, 512], { units: 16, dropout: 0.5 }, 3)
  const network = stacked('vgg16_extract', whole.network, head)
  await writeKerasH5(path, {
    network,
    weights: new Map([...whole.weights, ...initialWeights(head, 3)]),
    metadata: {
      version: 1,
      classes: ['a', 'b', 'c'],
      pixels: pixelRule,
      preprocess: 'imagenet',
      base: 'vgg16',
      cut: 'block5_pool',
      weights: { source: 'imagenet', sha256: 'ab'.repeat(32) },
    },
  })
}

beforeAll(async () => {
  const photographs = await samples(['fish', 'vegetables'], 10)
  photograph = photographs[0]!.file
  const all = await pixelsOf(photographs.map(({ file }) => file))
  pixels = all.values.subarray(0, size * size * 3)
  await writeNpy(at('pixels.npy'), all)
  await writeNpy(at('labels.npy'), { shape: [20], values: Int32Array.from(photographs, ({ label }) => label) })
  for (const keras of ['keras', 'tf_keras']) {
    await runPython('insight.py', ['train', keras, at('pixels.npy'), at('labels.npy'), at(`${keras}.h5`)])
  }
  await runPython('insight.py', ['nest', 'keras', at('pixels.npy'), at('labels.npy'), at('nested.h5')])
  await writeVgg16(at('vgg16.h5'))
}, patience)
afterAll(remove)

const convnet = { foreign: true, count: 8, first: [148, 148, 32] }
const models = [
  { name: 'the chapter’s small convnet, trained and saved by Keras 3', model: 'keras', keras: 'keras', ...convnet },
  { name: 'the same by tf_keras', model: 'tf_keras', keras: 'tf_keras', ...convnet },
  {
    ...{ name: 'a base that holds a model, used as a layer under a head', model: 'nested', keras: 'keras' },
    ...{ foreign: true, count: 6, first: [150, 150, 16] },
  },
  {
    ...{ name: 'VGG16 with a head, as Thaw saves it', model: 'vgg16', keras: 'keras' },
    ...{ foreign: false, count: 18, first: [150, 150, 64] },
  },
]

describe.each(models)('$name, and a photograph that it never saw', ({ model, keras, foreign, count, first }) => {
  let subject: Subject
  let out: string
  let layers: string[]
  let cams: { layer: string; classes: number[] }[]
  let filters: { layer: string; channel: number; start: string }[]
  const inside = () => ({
    model: at(`${model}.h5`),
    ...(foreign ? { preprocess: 'rescale' as const, classes: ['fish', 'vegetables'] } : {}),
  })

  beforeAll(async () => {
    subject = await openSubject(inside(), unwatched())
    layers = seenLayers(subject).map(({ name }) => name)
    const convolutions = seenLayers(subject).filter(({ kind }) => kind === 'Conv2D')
    const classes = subject.classes!.map((_, index) => index)
    cams = [0, Math.floor(convolutions.length / 2), convolutions.length - 1].map((i) => ({
      layer: convolutions[i]!.name,
      classes,
    }))
    out = at(`${model}-seen`)
    mkdirSync(out)
    // From the photograph, the channels that answer to it most: from grey noise one may answer nothing.
    const start = join(out, 'start.npy')
    await writeNpy(start, { shape: [1, size, size, 3], values: Float32Array.from(pixels) })
    const chosen = [convolutions[0]!, convolutions.at(-1)!].map(({ name }) => name)
    filters = lookAt(subject, pixels, chosen).maps.map(({ layer, shape, values }) => ({
      layer,
      channel: strongestChannel(values, shape).index,
      start,
    }))
    const request = { scale: foreign ? 1 / 255 : 1, layers, cam: cams, filters }
    await runPython('insight.py', ['look', keras, at(`${model}.h5`), at('pixels.npy'), out, JSON.stringify(request)])
  }, patience)

  test('gives every convolution and pool as Keras does, within 1e-5 relative', async () => {
    expect(layers).toHaveLength(count)
    const { maps, probabilities } = lookAt(subject, pixels, layers)
    expect(maps[0]!.shape).toEqual(first)
    for (const { layer, values } of maps) {
      expect(relativeDifference(values, await readFloats(join(out, `${layer}.npy`))), layer).toBeLessThanOrEqual(1e-5)
    }
    const said = await readFloats(join(out, 'probabilities.npy'))
    expect(greatestDifference(foreign ? [probabilities![1]!] : probabilities!, said)).toBeLessThan(1e-5)
  })

  test('is drawn as the book’s code draws it in NumPy and matplotlib, at most one level off', async () => {
    const target = at(`${model}-grids`)
    const saved = await saveActivations(
      { inside: inside(), photograph, out: target, npy: true, palette: 'viridis' },
      unwatched(),
    )
    expect(saved.layers.map(({ name }) => name)).toEqual(layers)
    const levelOf = levels()
    for (const { name, grid, figure, shape, npy } of saved.layers) {
      const [ours, theirs] = await Promise.all(
        [grid, join(out, `${name}.png`)].map((file) =>
          sharp(file).removeAlpha().raw().toBuffer({ resolveWithObject: true }),
        ),
      )
      const [, height, width, channels] = shape as [number, number, number, number]
      expect([ours!.info.width, ours!.info.height], name).toEqual([16 * width, Math.ceil(channels / 16) * height])
      expect([theirs!.info.width, theirs!.info.height], name).toEqual([ours!.info.width, ours!.info.height])
      expect(greatestDifference(levelOf(ours!.data), levelOf(theirs!.data)), name).toBeLessThanOrEqual(1)
      expect((await sharp(figure).metadata()).height, name).toBeGreaterThan(ours!.info.height)
      expect(
        relativeDifference(await readFloats(npy!), await readFloats(join(out, `${name}.npy`))),
        name,
      ).toBeLessThanOrEqual(1e-5)
    }
  })

  test('is explained as Grad-CAM in Keras does, for every class over any convolution, within 1e-4', async () => {
    let spoke = 0
    for (const { layer, classes } of cams) {
      const { heat } = explain(subject, pixels, layer, classes)
      for (const [i, index] of classes.entries()) {
        const theirs = await readFloats(join(out, `cam-${layer}-${index}.npy`)).catch(() => null)
        expect(theirs, layer).not.toBeNull()
        expect(greatestDifference(heat[i]!, theirs!), `${layer} ${index}`).toBeLessThanOrEqual(1e-4)
        if (Math.max(...heat[i]!) === 1) spoke++
      }
    }
    expect(spoke).toBeGreaterThan(0)
  })

  test('has the gradient that a filter’s first step climbs in Keras, within 1e-4 relative', async () => {
    for (const { layer, channel } of filters) {
      const climber = openClimber(subject, layer, size)
      try {
        const { gradient } = climber.gradient(Float32Array.from(pixels), [channel])
        const theirs = await readFloats(join(out, `filter-${layer}-${channel}.npy`))
        expect(
          theirs.some((value) => value !== 0),
          layer,
        ).toBe(true)
        expect(relativeDifference(gradient, theirs), layer).toBeLessThanOrEqual(1e-4)
      } finally {
        climber.close()
      }
    }
  })
})

/** From RGB back to viridis's level. */
function levels() {
  const palette = paletteOf('viridis')
  const known = new Map<number, number>()
  const key = (colours: Uint8Array, i: number) => (colours[i]! << 16) | (colours[i + 1]! << 8) | colours[i + 2]!
  for (let level = 0; level < 256; level++)
    if (!known.has(key(palette, 3 * level))) known.set(key(palette, 3 * level), level)
  return (colours: Uint8Array) =>
    Float32Array.from({ length: colours.length / 3 }, (_, i) => known.get(key(colours, 3 * i)) ?? NaN)
}

test('a dead channel is drawn at level 128, and what is left of the last row at 0', () => {
  const map = Float32Array.from({ length: 4 * 17 }, (_, i) => (i % 17 === 3 ? 5 : i))
  const { levels, width, height } = gridOf(map, [2, 2, 17])
  expect([width, height]).toEqual([32, 4])
  expect([levels[6], levels[7], levels[width + 6], levels[width + 7]]).toEqual([128, 128, 128, 128])
  expect(levels.subarray(2 * width + 2, 3 * width).every((level) => level === 0)).toBe(true)
})
