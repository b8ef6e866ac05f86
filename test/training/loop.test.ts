import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import type { HistoryRow, Stage } from '../../contract/index.ts'
import { initialWeights, randomStream, type Network } from '../../main/network/index.ts'
import { scoresOf } from '../../main/evaluation/index.ts'
import { writeTogether } from '../../main/files/index.ts'
import { liveTensors } from '../../main/tensorflow/index.ts'
import {
  atTheStart as begin,
  checkpointFile,
  headNetwork,
  memorySource,
  openTrainer,
  readCheckpoint,
  trainStage,
  type Rows,
  type State,
  type TrainingProgress,
} from '../../main/training/index.ts'
import { expectNothingLeaks } from '../helpers/tensors.ts'

const folder = mkdtempSync(join(tmpdir(), 'thaw-loop-'))
afterAll(() => rmSync(folder, { recursive: true }))

const shape = [2, 2, 3]
const network: Network = headNetwork(shape, { units: 8, dropout: 0.5 }, 3)
const start: State = new Map([...initialWeights(network, 7)].map(([path, weight]) => [path, weight.values]))
const stage: Stage = {
  name: 'head',
  unfreeze: 'none',
  optimizer: 'adam',
  learningRate: 0.01,
  epochs: 6,
  earlyStop: null,
  stepsPerEpoch: null,
  augmentation: 'none',
  classWeights: 'none',
  batch: null,
  dropout: null,
  reduceOnPlateau: null,
}

/** Three clusters, one a class. */
function rows(count: number, name: string): Rows {
  const random = randomStream('rows', name)
  const labels = Int32Array.from({ length: count }, (_, i) => i % 3)
  const values = new Float32Array(count * 12).map((_, i) => {
    const label = labels[Math.floor(i / 12)]!
    return (i % 3 === label ? 1 : 0) + random() * 0.8
  })
  return { count, shape, values, labels }
}
const train = rows(70, 'train')
const validation = rows(30, 'validation')

async function run(epochs: number, from: TrainingProgress, state: State, earlyStop: number | null = null) {
  const trainer = openTrainer(network, stage.optimizer, state)
  const history: HistoryRow[] = []
  try {
    const progress = await trainStage({
      trainer,
      stage: { ...stage, epochs, earlyStop },
      batch: 20,
      seed: 5,
      train: memorySource(train),
      validation: memorySource(validation),
      from,
      signal: new AbortController().signal,
      onEpoch: ({ row }) => {
        history.push(row)
        return Promise.resolve()
      },
    })
    return { history, progress, state: trainer.state(), variables: trainer.variables }
  } finally {
    trainer.close()
  }
}

describe('training a stage', () => {
  it('learns, and frees what it used', () =>
    expectNothingLeaks(async () => {
      const { history, progress } = await run(25, begin, start)
      expect(history.map((row) => row.epoch)).toEqual(Array.from({ length: 25 }, (_, i) => i))
      expect(history.at(-1)!.val_accuracy).toBeGreaterThan(0.9)
      expect(history.at(-1)!.val_loss).toBeLessThan(history[0]!.val_loss)
      expect(progress).toMatchObject({ stageEpochs: 25, epochs: 25, steps: 25 * 4 })
    }))

  it('gives the same weights to the bit when it is run again', async () => {
    const [a, b] = [await run(4, begin, start), await run(4, begin, start)]
    expect(a.history).toEqual(b.history)
    expect(a.state).toEqual(b.state)
  })

  it('goes on from a checkpoint to the weights of a run that was never interrupted, bit for bit', async () => {
    const whole = await run(6, begin, start)
    const half = await run(3, begin, start)
    const file = join(folder, 'last.safetensors')
    await writeTogether([checkpointFile(file, half.variables, half)])
    expect((await readCheckpoint(file))!.history).toEqual(half.history)
    const checkpoint = (await readCheckpoint(file))!
    const rest = await run(6, checkpoint.progress, checkpoint.state)
    expect([...half.history, ...rest.history]).toEqual(whole.history)
    expect(rest.state).toEqual(whole.state)
  })

  it('stops early when validation loss has not fallen for long enough', async () => {
    const { history, progress } = await run(400, begin, start, 2)
    expect(history.length).toBeLessThan(400)
    expect(progress.sinceBest).toBe(2)
    expect(progress.best!.epoch).toBe(history.length - 3)
  })

  it('stops with the epochs before kept when the loss is no longer a number', async () => {
    const trainer = openTrainer(network, stage.optimizer, start)
    const epochs: number[] = []
    const training = trainStage({
      trainer,
      stage: { ...stage, epochs: 50, learningRate: 10 },
      batch: 20,
      seed: 5,
      train: memorySource({ ...train, values: train.values.map((v) => v * 1e30) }),
      validation: memorySource(validation),
      from: begin,
      signal: new AbortController().signal,
      onEpoch: ({ row }) => {
        expect(Number.isFinite(row.loss + row.val_loss)).toBe(true)
        epochs.push(row.epoch)
        return Promise.resolve()
      },
    })
    await expect(training).rejects.toThrow(
      expect.objectContaining({ failure: expect.objectContaining({ code: 'loss-not-finite' }) }),
    )
    expect(epochs.length).toBeLessThan(50)
    trainer.close()
  })

  it('stops at the next step when it is cancelled', async () => {
    const trainer = openTrainer(network, stage.optimizer, start)
    const abort = new AbortController()
    const epochs: number[] = []
    const training = trainStage({
      trainer,
      stage: { ...stage, epochs: 1000 },
      batch: 20,
      seed: 5,
      train: memorySource(train),
      validation: memorySource(validation),
      from: begin,
      signal: abort.signal,
      onEpoch: ({ row }) => {
        epochs.push(row.epoch)
        if (row.epoch === 1) abort.abort(new Error('enough'))
        return Promise.resolve()
      },
    })
    await expect(training).rejects.toThrow('enough')
    expect(epochs).toEqual([0, 1])
    trainer.close()
  })

  it('holds no tensor and no memory more after a thousand steps', () => {
    const trainer = openTrainer(network, 'rmsprop', start)
    const step = (i: number) =>
      trainer.step({ values: train.values, labels: train.labels, learningRate: 1e-4, step: i + 1, seed: 1 })
    for (let i = 0; i < 300; i++) step(i)
    const before = { tensors: liveTensors(), resident: process.memoryUsage.rss() }
    for (let i = 300; i < 1300; i++) step(i)
    expect(liveTensors()).toBe(before.tensors)
    // Ten times what the steps fed and fetched would be gigabytes; the bound leaves room for V8's own heap.
    expect(process.memoryUsage.rss() - before.resident).toBeLessThan(24 << 20)
    trainer.close()
  })
})

describe('a checkpoint', () => {
  it('that is damaged says which file and what to do', async () => {
    const file = join(folder, 'damaged.safetensors')
    const { writeFile } = await import('node:fs/promises')
    await writeFile(file, Buffer.alloc(100, 0xff))
    await expect(readCheckpoint(file)).rejects.toThrow(
      expect.objectContaining({ failure: expect.objectContaining({ code: 'damaged-checkpoint', file }) }),
    )
    expect(await readCheckpoint(join(folder, 'none'))).toBeNull()
  })
})

describe('scores from logits', () => {
  it('are the book’s losses', () => {
    const binary = scoresOf('binary', Float32Array.of(0, 2, -30), Int32Array.of(1, 0, 1))
    expect(binary.losses[0]).toBeCloseTo(Math.log(2), 12)
    expect(binary.losses[1]).toBeCloseTo(2 + Math.log1p(Math.exp(-2)), 12)
    expect(binary.losses[2]).toBeCloseTo(30, 6)
    expect(binary.correct).toBe(0)
    const three = scoresOf('categorical', Float32Array.of(1, 2, 3, 100, 0, 0), Int32Array.of(2, 1))
    expect(three.losses[0]).toBeCloseTo(Math.log(1 + Math.exp(-1) + Math.exp(-2)), 7)
    expect(three.losses[1]).toBeCloseTo(100, 6)
    expect(three.correct).toBe(1)
    expect([...three.probabilities.subarray(0, 3)].reduce((a, b) => a + b)).toBeCloseTo(1, 6)
  })
})
