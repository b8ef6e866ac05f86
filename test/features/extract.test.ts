import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bookAugmentation, unwatched, type Split } from '../../contract/index.ts'
import { hashFile } from '../../main/files/index.ts'
import { currentPixelRule } from '../../main/dataset/index.ts'
import {
  evictFeatures,
  extractFeatures,
  featureFiles,
  folderOfKey,
  openBase,
  openOneAtATime,
  type Base,
  type FeatureKey,
  type Item,
} from '../../main/features/index.ts'
import { readNpy } from '../../main/formats/index.ts'
import { above, initialWeights, upTo } from '../../main/network/index.ts'
import { chain } from '../helpers/networks.ts'
import { expectNothingLeaks } from '../helpers/tensors.ts'

const root = mkdtempSync(join(tmpdir(), 'thaw-features-'))
afterAll(() => rmSync(root, { recursive: true }))

const size = 32
const network = chain('tiny', [
  ['input', 'InputLayer', { shape: [size, size, 3] }],
  ['rescaling', 'Rescaling', { scale: 1 / 255 }],
  ['conv', 'Conv2D', { filters: 8, kernel_size: [3, 3], padding: 'same', activation: 'relu' }],
  ['pool', 'MaxPooling2D', { pool_size: [4, 4] }],
])
const weights = initialWeights(network, 1)
const key: FeatureKey = {
  version: 1,
  base: 'tiny',
  weights: 'w',
  boundary: 'pool',
  shape: [8, 8, 8],
  preprocess: 'rescale',
  pixels: { ...currentPixelRule, size, fit: 'stretch' },
  precision: 'float32',
  convolution: {},
}
let photographs: Item[]

beforeAll(async () => {
  photographs = await Promise.all(
    Array.from({ length: 50 }, async (_, i) => {
      const path = join(root, `${i}.png`)
      const background = { r: (i * 37) % 256, g: (i * 91) % 256, b: (i * 53) % 256 }
      await sharp({ create: { width: 40, height: 30, channels: 3, background } })
        .composite([{ input: Buffer.from(`<svg width="40" height="30"><circle cx="${i % 40}" cy="15" r="8"/></svg>`) }])
        .png()
        .toFile(path)
      return { path, file: `${i}.png`, sha256: await hashFile(path), class: 'ab'[i % 2]!, label: i % 2 }
    }),
  )
})

/** The base, counting what goes through it; it can be made to fail as a killed engine would. */
function countingBase(counts: { photographs: number; opened: number }, failAfter = Infinity): () => Base {
  return () => {
    counts.opened++
    const base = openBase({ network, weights, precision: 'float32', preprocessing: new Set(['rescaling']) })
    return {
      ...base,
      features(pixels, count) {
        if (counts.photographs >= failAfter) throw new Error('killed')
        counts.photographs += count
        return base.features(pixels, count)
      },
    }
  }
}

function extract(name: string, items: Partial<Record<Split, Item[]>>, failAfter?: number) {
  const counts = { photographs: 0, opened: 0 }
  const folder = join(root, name)
  mkdirSync(folder, { recursive: true })
  const done = extractFeatures({ folder, key, items, openBase: countingBase(counts, failAfter), work: unwatched() })
  return { counts, done, home: { folder: join(folder, folderOfKey(key)) } }
}

const rowsOf = async (home: { folder: string }, split: Split) => {
  const files = featureFiles(home, split)
  const order = JSON.parse(readFileSync(files.order, 'utf8')) as { rows: { sha256: string }[] }
  return {
    features: await readNpy(files.features),
    labels: await readNpy(files.labels),
    hashes: order.rows.map((row) => row.sha256),
  }
}

describe('features', () => {
  it('are made once per photograph, in the order asked for, and nothing leaks', () =>
    expectNothingLeaks(async () => {
      const items = { train: photographs.slice(0, 30), validation: photographs.slice(30) }
      const first = extract('once', items)
      expect((await first.done).computed).toBe(50)
      const train = await rowsOf(first.home, 'train')
      expect(train.features.shape).toEqual([30, 8, 8, 8])
      expect(train.labels.values).toEqual(Int32Array.from(items.train, (item) => item.label))
      expect(train.hashes).toEqual(items.train.map((item) => item.sha256))
      const again = extract('once', items)
      expect(await again.done).toMatchObject({ computed: 0, imagesPerSecond: null })
      expect(again.counts.opened).toBe(0)
    }))

  it('of a photograph do not depend on which others are in its batch', async () => {
    const first = extract('company', { train: photographs })
    await first.done
    const second = extract('company-reversed', { train: photographs.slice(7, 12).toReversed() })
    await second.done
    const all = (await rowsOf(first.home, 'train')).features.values
    const few = (await rowsOf(second.home, 'train')).features.values
    const length = 8 * 8 * 8
    expect(few.subarray(0, length)).toEqual(all.subarray(11 * length, 12 * length))
  })

  it('are computed only for what is new when a photograph is added or moves to another split', async () => {
    await extract('moved', { train: photographs.slice(0, 20), validation: photographs.slice(20, 30) }).done
    const moved = extract('moved', { train: photographs.slice(5, 20), validation: photographs.slice(18, 40) })
    expect((await moved.done).computed).toBe(10)
    const whole = extract('moved-whole', { train: photographs.slice(5, 20), validation: photographs.slice(18, 40) })
    await whole.done
    for (const split of ['train', 'validation'] as const) {
      expect(await rowsOf(moved.home, split)).toEqual(await rowsOf(whole.home, split))
    }
  })

  it('go on after an interruption with what was kept, and end equal to the bit', async () => {
    const whole = extract('whole', { train: photographs })
    await whole.done
    const broken = extract('broken', { train: photographs }, 40)
    await expect(broken.done).rejects.toThrow('killed')
    const resumed = extract('broken', { train: photographs })
    expect((await resumed.done).computed).toBe(10)
    expect(await rowsOf(resumed.home, 'train')).toEqual(await rowsOf(whole.home, 'train'))
    expect(readdirSync(resumed.home.folder).filter((name) => name.startsWith('pending'))).toEqual([])
  })

  it('are made again when their file was cut short', async () => {
    const first = extract('cut', { train: photographs.slice(0, 20) })
    await first.done
    const before = await rowsOf(first.home, 'train')
    truncateSync(featureFiles(first.home, 'train').features, 1000)
    const again = extract('cut', { train: photographs.slice(0, 20) })
    expect((await again.done).computed).toBe(20)
    expect(await rowsOf(again.home, 'train')).toEqual(before)
  })

  it('are made again where a single bit has flipped, and only there', async () => {
    const items = { train: photographs.slice(0, 20) }
    const first = extract('flipped', items)
    await first.done
    const before = await rowsOf(first.home, 'train')
    const file = featureFiles(first.home, 'train').features
    const bytes = readFileSync(file)
    bytes[bytes.length - 3 * 8 * 8 * 8 * 4 + 5]! ^= 1
    writeFileSync(file, bytes)
    const again = extract('flipped', items)
    expect((await again.done).computed).toBe(1)
    expect(await rowsOf(again.home, 'train')).toEqual(before)
  })

  it('of a boundary are computed from those of a lower one, and are equal to the bit', async () => {
    const items = { train: photographs.slice(0, 30) }
    const counts = { photographs: 0, opened: 0 }
    const folder = join(root, 'lower')
    mkdirSync(folder)
    const below: FeatureKey = { ...key, boundary: 'conv', shape: [32, 32, 8] }
    const work = unwatched()
    const preprocessing = new Set(['rescaling'])
    const open = (boundary: string) =>
      openBase({ network: upTo(network, boundary), weights, precision: 'float32', preprocessing })
    await extractFeatures({
      folder,
      key: below,
      items: { train: items.train.slice(0, 25) },
      openBase: () => open('conv'),
      work,
    })
    const rest = above(network, 'conv')
    const openAbove = () => openBase({ network: rest, input: 'float32', weights, precision: 'float32', preprocessing })
    const lower = [{ key: below, openBase: openAbove }]
    const result = await extractFeatures({ folder, key, items, openBase: countingBase(counts), lower, work })
    expect(result).toMatchObject({ computed: 30, fromLower: 25 })
    expect(counts.photographs, 'through all of it').toBe(5)
    const whole = extract('lower-whole', items)
    await whole.done
    expect(await rowsOf(result, 'train')).toEqual(await rowsOf(whole.home, 'train'))
  })

  it('of several draws differ, and each is the same whenever it is made', async () => {
    const items = { train: photographs.slice(0, 5) }
    const folder = join(root, 'draws')
    mkdirSync(folder)
    const made = async (index: number, name = folder) => {
      const counts = { photographs: 0, opened: 0 }
      const drawn: FeatureKey = { ...key, draw: { settings: bookAugmentation, seed: 3, index } }
      const options = { folder: name, key: drawn, items, openBase: countingBase(counts), work: unwatched() }
      return (await rowsOf(await extractFeatures(options), 'train')).features.values
    }
    const [first, second] = [await made(0), await made(1)]
    expect(second).not.toEqual(first)
    mkdirSync(join(root, 'draws-again'))
    expect(await made(1, join(root, 'draws-again'))).toEqual(second)
  })

  it('leave the cache when it grows beyond its limit, the cheapest to make again first', async () => {
    const folder = join(root, 'evicted')
    for (const [name, seconds, bytes] of [
      ['aaaaaaaaaaaaaaaa', 100, 1000],
      ['bbbbbbbbbbbbbbbb', 1, 1000],
      ['cccccccccccccccc', 10, 1000],
      ['dddddddddddddddd', 0.1, 1000],
    ] as const) {
      mkdirSync(join(folder, name), { recursive: true })
      writeFileSync(join(folder, name, 'train.npy'), Buffer.alloc(bytes))
      writeFileSync(join(folder, name, 'made.json'), JSON.stringify({ seconds }))
    }
    const keep = new Set(['dddddddddddddddd'])
    expect(await evictFeatures(folder, { limit: 10_000, bytes: 100, keep })).toEqual([])
    expect(await evictFeatures(folder, { limit: 3000, bytes: 100, keep })).toEqual([
      'bbbbbbbbbbbbbbbb',
      'cccccccccccccccc',
    ])
    expect(readdirSync(folder).sort()).toEqual(['aaaaaaaaaaaaaaaa', 'dddddddddddddddd'])
    await expect(evictFeatures(folder, { limit: 1500, bytes: 1000, keep })).rejects.toMatchObject({
      failure: { code: 'cache-limit' },
    })
  })

  it('stop when they are cancelled, and keep what is done', async () => {
    const abort = new AbortController()
    const folder = join(root, 'cancelled')
    mkdirSync(folder)
    const counts = { photographs: 0, opened: 0 }
    const work = {
      ...unwatched(),
      signal: abort.signal,
      progress: (_step: string, done: number) => {
        if (done >= 20) abort.abort(new Error('enough'))
      },
    }
    const options = { folder, key, items: { train: photographs }, openBase: countingBase(counts) }
    await expect(extractFeatures({ ...options, work })).rejects.toThrow('enough')
    expect(counts.photographs).toBe(20)
    expect((await extractFeatures({ ...options, work: unwatched() })).computed).toBe(30)
  })
})

describe('the key of features', () => {
  it('changes with everything that changes a value, and not with the order of its fields', () => {
    const reversed = Object.fromEntries(Object.entries(key).toReversed()) as FeatureKey
    expect(folderOfKey(reversed)).toBe(folderOfKey(key))
    const others: Partial<FeatureKey>[] = [
      { base: 'other' },
      { weights: 'x' },
      { boundary: 'conv' },
      { preprocess: 'imagenet' },
      { precision: 'bfloat16' },
      { pixels: { ...key.pixels, fit: 'crop' } },
      { pixels: { ...key.pixels, size: 64 } },
      { convolution: { conv: 4 } },
    ]
    const folders = [key, ...others.map((other) => ({ ...key, ...other }))].map(folderOfKey)
    expect(new Set(folders).size).toBe(folders.length)
  })
})

it('a base asked for again is the one that is open, and another one closes it', () => {
  const told: string[] = []
  const named = (name: string) => () => {
    told.push(`open ${name}`)
    return { rowLength: 1, features: () => Float32Array.of(name.length), close: () => told.push(`close ${name}`) }
  }
  const bases = openOneAtATime()
  const first = bases.base('a', named('a'))
  first.close()
  expect([...bases.base('a', named('a')).features(new Uint8Array(1), 1)]).toEqual([1])
  bases.base('bb', named('bb'))
  bases.close()
  bases.close()
  expect(told).toEqual(['open a', 'close a', 'open bb', 'close bb'])
})
