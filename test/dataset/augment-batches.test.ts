import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Worker } from 'node:worker_threads'
import { describe, expect, it, onTestFinished } from 'vitest'
import { bookAugmentation, unwatched, type PixelRule } from '../../contract/index.ts'
import {
  augment,
  augmentedBatches,
  currentPixelRule,
  decodePhotograph,
  drawOf,
  openAugmenter,
  type AugmenterOptions,
  type Draw,
  type PhotographBatch,
} from '../../main/dataset/index.ts'
import { hashBytes } from '../../main/files/index.ts'
import { randomStream } from '../../main/network/index.ts'
import { jpeg, temporaryFolder, writeTree } from '../helpers/photographs.ts'
import { block, feedIfRead, feedWhileBlocked, stopHere } from '../helpers/pipes.ts'

const rule: PixelRule = { ...currentPixelRule, size: 32, fit: 'stretch' }
const settings = bookAugmentation
const draws = (place: number): Draw => drawOf(settings, randomStream('draws', place))

async function photographs(count: number): Promise<string[]> {
  const folder = temporaryFolder()
  const files = Array.from({ length: count }, (_, index) => `${index}.jpg`)
  for (const [index, file] of files.entries()) writeTree(folder, { [file]: await jpeg(60 + index, 50, 500 + index) })
  return files.map((file) => join(folder, file))
}

async function collect(batches: AsyncIterable<PhotographBatch>): Promise<PhotographBatch[]> {
  const all: PhotographBatch[] = []
  for await (const batch of batches) all.push(batch)
  return all
}

/** Closed after the test. */
function augmenter(options: AugmenterOptions) {
  const open = openAugmenter(options)
  onTestFinished(() => open.close())
  return open
}

describe('augmented batches', () => {
  it('hold what decoding and then augmenting gives, place by place', async () => {
    const files = await photographs(11)
    const batches = await collect(augmentedBatches({ files, rule, settings, draws, batch: 4, work: unwatched() }))
    expect(batches.map(({ start, count }) => [start, count])).toEqual([
      [0, 4],
      [4, 4],
      [8, 3],
    ])
    const alone = files.map(async (file, i) => augment(await decodePhotograph(file, rule), 32, 32, draws(i), settings))
    const together = Buffer.concat(batches.map(({ pixels }) => pixels))
    expect(together.equals(Buffer.concat(await Promise.all(alone)))).toBe(true)
    expect(new Set(batches.map(({ pixels }) => pixels.buffer)).size).toBe(3)
  })

  it('follow an order in which a photograph may come again, changed or as it is', async () => {
    const files = await photographs(3)
    const order = Uint32Array.of(2, 0, 2, 2)
    const asItIs = (place: number): Draw | null => (place === 3 ? null : draws(place))
    const request = { files, order, rule, settings, draws: asItIs, batch: 3, work: unwatched() }
    const pixels = Buffer.concat((await collect(augmentedBatches(request))).map((batch) => batch.pixels))
    const decoded = await Promise.all(files.map((file) => decodePhotograph(file, rule)))
    const expected = [...order].map((file, place) =>
      place === 3 ? decoded[file]! : augment(decoded[file]!, 32, 32, draws(place), settings),
    )
    expect(pixels.equals(Buffer.concat(expected))).toBe(true)
  })

  it('of nothing are none, and start no thread', async () => {
    const threads: Worker[] = []
    const count = (worker: Worker): void => void threads.push(worker)
    process.on('worker', count)
    expect(await collect(augmentedBatches({ files: [], rule, settings, draws, batch: 2, work: unwatched() }))).toEqual(
      [],
    )
    process.off('worker', count)
    expect(threads).toEqual([])
  })

  it('are made while this thread is blocked, and no more of them than are to be ready', async () => {
    const files = await photographs(12)
    const [lastAllowed, firstTooMany] = [stopHere(files[7]!), stopHere(files[8]!)]
    const batches = augmentedBatches({ files, rule, settings, draws, batch: 2, ahead: 3, work: unwatched() })
    await batches.next()
    feedWhileBlocked(lastAllowed)
    block(50)
    expect(feedIfRead(firstTooMany)).toBe(false)
    await batches.next()
    feedWhileBlocked(firstTooMany)
    expect(await collect(batches)).toHaveLength(4)
  })
})

describe('an augmenter', () => {
  it('keeps what it decoded, up to its memory, from pass to pass', async () => {
    const files = await photographs(6)
    const { batches } = augmenter({ files, rule, memory: 4 * 32 * 32 * 3 })
    const pass = { settings, draws, batch: 2, work: unwatched() }
    const first = await collect(batches(pass))
    for (const file of files.slice(0, 4)) rmSync(file)
    expect(await collect(batches(pass))).toEqual(first)
    rmSync(files[4]!)
    await expect(collect(batches(pass))).rejects.toMatchObject({
      failure: { code: 'photograph-missing', file: files[4] },
    })
  })

  it('goes on after a pass that was left early, that failed, or that was cancelled', async () => {
    const files = await photographs(12)
    const { batches } = augmenter({ files, rule, memory: 0 })
    const pass = { settings, draws, batch: 2, work: unwatched() }
    const first = await collect(batches(pass))
    for await (const { start } of batches(pass)) if (start === 4) break
    expect(await collect(batches(pass))).toEqual(first)

    const good = readFileSync(files[5]!)
    writeFileSync(files[5]!, 'no photograph any more')
    const got: number[] = []
    const reading = async (): Promise<void> => {
      for await (const { start } of batches(pass)) got.push(start)
    }
    await expect(reading()).rejects.toMatchObject({ failure: { code: 'photograph-unreadable', file: files[5] } })
    expect(got).toEqual([0, 2])
    writeFileSync(files[5]!, good)

    const controller = new AbortController()
    const cancelled = batches({ ...pass, work: { ...unwatched(), signal: controller.signal } })
    await cancelled.next()
    controller.abort()
    await expect(cancelled.next()).rejects.toThrow('aborted')
    expect(await collect(batches(pass))).toEqual(first)
  })

  it('notices a photograph that is another one, where its hash is given', async () => {
    const files = await photographs(3)
    const hashes = files.map((file) => hashBytes(readFileSync(file)))
    writeFileSync(files[2]!, await jpeg(64, 64, 3000))
    const request = { files, hashes, rule, settings, draws, batch: 3, work: unwatched() }
    await expect(collect(augmentedBatches(request))).rejects.toMatchObject({
      failure: { code: 'photograph-changed', file: files[2] },
    })
  })

  it('whose thread dies says so, and does not wait for ever', async () => {
    const files = await photographs(30)
    let thread: Worker | undefined
    process.once('worker', (worker) => (thread = worker))
    const batches = augmentedBatches({ files, rule, settings, draws, batch: 2, work: unwatched() })
    await batches.next()
    await thread?.terminate()
    await expect(collect(batches)).rejects.toMatchObject({ failure: { code: 'decoder-stopped' } })
  })

  it('leaves no thread behind', async () => {
    const files = await photographs(4)
    const threads: Worker[] = []
    const count = (worker: Worker): void => void threads.push(worker)
    process.on('worker', count)
    const request = { files, rule, settings, draws, batch: 1, work: unwatched() }
    await collect(augmentedBatches(request))
    for await (const { start } of augmentedBatches(request)) if (start === 1) break
    process.off('worker', count)
    expect(threads.map(({ threadId }) => threadId)).toEqual([-1, -1])
  })
})
