import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Worker } from 'node:worker_threads'
import { describe, expect, it } from 'vitest'
import { unwatched, type PixelRule, type Work } from '../../contract/index.ts'
import { currentPixelRule, decodeBatches, decodePhotograph, type PhotographBatch } from '../../main/dataset/index.ts'
import { hashBytes } from '../../main/files/index.ts'
import { jpeg, temporaryFolder, writeTree } from '../helpers/photographs.ts'
import { block, feedIfRead, feedWhileBlocked, stopHere } from '../helpers/pipes.ts'

const rule: PixelRule = { ...currentPixelRule, size: 32, fit: 'stretch' }

async function photographs(count: number): Promise<string[]> {
  const folder = temporaryFolder()
  const files = [...Array(count).keys()].map((index) => `${index}.jpg`)
  for (const [index, file] of files.entries()) writeTree(folder, { [file]: await jpeg(80 + index, 60, 2000 + index) })
  return files.map((file) => join(folder, file))
}

async function collect(batches: AsyncIterable<PhotographBatch>): Promise<PhotographBatch[]> {
  const all: PhotographBatch[] = []
  for await (const batch of batches) all.push(batch)
  return all
}

function cancellable(): { work: Work; cancel: () => void } {
  const controller = new AbortController()
  return { work: { ...unwatched(), signal: controller.signal }, cancel: () => controller.abort() }
}

/** Runs `body` and gives the decoding threads that were started meanwhile. */
async function threadsOf(body: () => Promise<void>): Promise<Worker[]> {
  const started: Worker[] = []
  const onWorker = (worker: Worker): void => void started.push(worker)
  process.on('worker', onWorker)
  await body().finally(() => process.off('worker', onWorker))
  return started
}

describe('batches of photographs', () => {
  it('hold every file once, in order, with the pixels that decodePhotograph gives', async () => {
    const files = await photographs(23)
    const batches = await collect(decodeBatches({ files, rule, batch: 5, work: unwatched() }))
    expect(batches.map(({ start, count }) => [start, count])).toEqual([
      [0, 5],
      [5, 5],
      [10, 5],
      [15, 5],
      [20, 3],
    ])
    const together = Buffer.concat(batches.map(({ pixels }) => pixels))
    const alone = Buffer.concat(await Promise.all(files.map((file) => decodePhotograph(file, rule))))
    expect(together.equals(alone)).toBe(true)
  })

  it('of nothing are none', async () => {
    expect(await collect(decodeBatches({ files: [], rule, batch: 5, work: unwatched() }))).toEqual([])
  })

  it('are made while this thread is blocked, and no more of them than are to be ready', async () => {
    const files = await photographs(40)
    const [lastAllowed, firstTooMany] = [stopHere(files[15]!), stopHere(files[16]!)]
    const batches = decodeBatches({ files, rule, batch: 4, ahead: 3, work: unwatched() })
    await batches.next()
    feedWhileBlocked(lastAllowed)
    block(50)
    expect(feedIfRead(firstTooMany)).toBe(false)
    await batches.next()
    feedWhileBlocked(firstTooMany)
    expect(await collect(batches)).toHaveLength(8)
  })

  it('belong to whoever gets them: no two share memory', async () => {
    const files = await photographs(6)
    const batches = await collect(decodeBatches({ files, rule, batch: 2, work: unwatched() }))
    expect(new Set(batches.map(({ pixels }) => pixels.buffer)).size).toBe(3)
    expect(batches.every(({ pixels }) => pixels.byteLength === pixels.buffer.byteLength)).toBe(true)
  })
})

describe('a file that went bad after the import', () => {
  it('is an error that names it, after the batches before it', async () => {
    const files = await photographs(12)
    writeFileSync(files[7]!, 'no photograph any more')
    const got: number[] = []
    const [thread] = await threadsOf(async () => {
      const reading = async (): Promise<void> => {
        for await (const { start } of decodeBatches({ files, rule, batch: 3, work: unwatched() })) got.push(start)
      }
      await expect(reading()).rejects.toMatchObject({
        failure: { code: 'photograph-unreadable', file: files[7], found: 'not-an-image', remedy: expect.any(String) },
      })
    })
    expect(got).toEqual([0, 3])
    expect(thread?.threadId).toBe(-1)
  })

  it('is noticed when it is another good photograph, where its hash is given', async () => {
    const files = await photographs(4)
    const hashes = files.map((file) => hashBytes(readFileSync(file)))
    expect(await collect(decodeBatches({ files, hashes, rule, batch: 2, work: unwatched() }))).toHaveLength(2)
    writeFileSync(files[3]!, await jpeg(64, 64, 3000))
    await expect(collect(decodeBatches({ files, hashes, rule, batch: 2, work: unwatched() }))).rejects.toMatchObject({
      failure: { code: 'photograph-changed', file: files[3] },
    })
  })
})

describe('the decoding thread', () => {
  it('ends when the work is cancelled, which is thrown', async () => {
    const files = await photographs(30)
    const [thread] = await threadsOf(async () => {
      const { work, cancel } = cancellable()
      const batches = decodeBatches({ files, rule, batch: 2, work })
      await batches.next()
      cancel()
      await expect(batches.next()).rejects.toThrow('aborted')
    })
    expect(thread?.threadId).toBe(-1)
  })

  it('ends when it is cancelled while a batch is waited for', async () => {
    const files = await photographs(3)
    const pipe = stopHere(files[1]!)
    const [thread] = await threadsOf(async () => {
      const { work, cancel } = cancellable()
      const waiting = decodeBatches({ files, rule, batch: 3, work }).next()
      const outcome = expect(waiting).rejects.toThrow('aborted')
      setImmediate(() => {
        cancel()
        feedWhileBlocked(pipe)
      })
      await outcome
    })
    expect(thread?.threadId).toBe(-1)
  })

  it('does not start for work that was cancelled before', async () => {
    const { work, cancel } = cancellable()
    cancel()
    const started = await threadsOf(async () => {
      await expect(decodeBatches({ files: ['/a.jpg'], rule, batch: 2, work }).next()).rejects.toThrow('aborted')
    })
    expect(started).toEqual([])
  })

  it('ends when the loop is left early, again and again', async () => {
    const files = await photographs(12)
    const { work } = cancellable()
    const started = await threadsOf(async () => {
      for (let round = 0; round < 8; round++) {
        let taken = 0
        for await (const batch of decodeBatches({ files, rule, batch: 3, work })) {
          taken += batch.count
          if (taken > (round % 4) * 3) break
        }
      }
    })
    expect(started.map(({ threadId }) => threadId)).toEqual(Array(8).fill(-1))
  })

  it('that dies is an error, not a wait for ever', async () => {
    const files = await photographs(30)
    let thread: Worker | undefined
    process.once('worker', (worker) => (thread = worker))
    const batches = decodeBatches({ files, rule, batch: 2, work: unwatched() })
    await batches.next()
    await thread?.terminate()
    await expect(collect(batches)).rejects.toMatchObject({ failure: { code: 'decoder-stopped' } })
  })
})
