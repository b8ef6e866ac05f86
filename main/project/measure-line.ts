import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import {
  lineMeasuredSchema,
  type HandlerInput,
  type LineMeasured,
  type LinePoint,
  type Plan,
  type Work,
} from '../../contract/index.ts'
import {
  baseBatch,
  chooseStepWay,
  chooseWay,
  measuredOnce,
  openBaseAt,
  prepareBase,
  quickest,
  type PreparedBase,
} from '../features/index.ts'
import { withTemporaryFolder } from '../files/index.ts'
import { sizeOf } from '../network/index.ts'
import { atTheStart, factsOf, openTrainer, planFrom, trainingBytes, writeCheckpoint } from '../training/index.ts'
import { firstHeadWeights } from './train-run.ts'
import { headOf, placeOf } from './places.ts'

/** The first layer that may change at five places of a base, from the line on top to all of it. */
function placesOf({ network, preprocessing }: Pick<PreparedBase, 'network' | 'preprocessing'>): string[] {
  const learning = network.layers
    .filter(({ name, kind }) => kind === 'Conv2D' && !preprocessing.has(name))
    .map(({ name }) => name)
  const shares = [1, 0.75, 0.5, 0.25, 0]
  return ['none', ...new Set(shares.map((share) => learning[Math.round(share * (learning.length - 1))]!))]
}

/**
 * How long a training step takes on this machine with the line at several places of a base, how long a validation photograph, a
 * frozen photograph and a checkpoint: measured with random weights and values, since time does not depend on them. Remembered.
 */
export async function measureLine(input: HandlerInput<'measure-line'>, work: Work): Promise<LineMeasured> {
  return measuredOnce('line', { version: 2, ...input }, lineMeasuredSchema, () => measure(input, work))
}

async function measure(input: HandlerInput<'measure-line'>, work: Work): Promise<LineMeasured> {
  const { base: name, size, cut, head, batch, classes } = input
  const facts = factsOf(name)
  const choices = { base: name, size, cut, head, batch, weights: 'random', recipe: 'augment', insist: true } as const
  const plan = planFrom({ ...choices, augmentation: 'none' }, facts)
  const prepared = await prepareBase(plan, work)
  const way = await chooseWay(prepared, plan, work)
  const places = placesOf(prepared)
  const points: LinePoint[] = []
  const initial = new Map(
    [...prepared.weights, ...firstHeadWeights(headOf(prepared, plan, classes), 0)].map(([path, { values }]) => [
      path,
      values,
    ]),
  )
  let checkpointBytesPerSecond = 0
  for (const [at, unfreeze] of places.entries()) {
    work.progress('measure', at, places.length + 1, 'batches')
    await setImmediate() // lets a cancel in
    work.signal.throwIfAborted()
    const stage: Plan['stages'][number] = { ...plan.stages[0]!, unfreeze }
    const place = placeOf(prepared, plan, stage, classes)
    if (trainingBytes(place.network, batch, stage.optimizer) > process.availableMemory()) continue
    const trainer = openTrainer(place.network, stage.optimizer, initial, {
      frozen: place.frozen,
      input: place.isPixels ? 'pixels' : 'float32',
      convolutions: await chooseStepWay([place], plan, work),
    })
    try {
      const shape = place.network.layers[0]!.config.shape as number[]
      const count = batch * sizeOf(shape)!
      const values = place.isPixels
        ? new Uint8Array(count).map((_, i) => (i * 2654435761) >>> 24)
        : new Float32Array(count).map((_, i) => ((i * 7919) % 1009) / 1009)
      const labels = new Int32Array(batch).map((_, i) => i % classes)
      let done = 0
      const step = () => trainer.step({ values, labels, learningRate: 1e-5, step: ++done, seed: 0 })
      points.push({
        unfreeze,
        step: quickest(step, 2),
        validate: quickest(() => trainer.logits(values), 1) / batch,
      })
      if (unfreeze === 'none') {
        checkpointBytesPerSecond = await withTemporaryFolder(async (folder) => {
          const state = trainer.state()
          const bytes = [...state.values()].reduce((sum, { byteLength }) => sum + byteLength, 0)
          const started = performance.now()
          const checkpoint = { progress: atTheStart, history: [], state }
          await writeCheckpoint(join(folder, 'checkpoint.safetensors'), trainer.variables, checkpoint)
          return (1000 * bytes) / (performance.now() - started)
        })
      }
    } finally {
      trainer.close()
    }
  }
  work.progress('measure', places.length, places.length + 1, 'batches')
  const base = openBaseAt(prepared, way, plan.cut)
  try {
    const pixels = new Uint8Array(baseBatch * size * size * 3).map((_, i) => (i * 2654435761) >>> 24)
    const imagesPerSecond = baseBatch / quickest(() => base.features(pixels, baseBatch), 2)
    return { points, imagesPerSecond, checkpointBytesPerSecond }
  } finally {
    base.close()
  }
}
