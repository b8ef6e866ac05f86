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
import { cacheFolder, withTemporaryFolder, writeTogether } from '../files/index.ts'
import { shapesOf, sizeOf } from '../network/index.ts'
import {
  atTheStart,
  checkpointFile,
  factsOf,
  keepCheckpoint,
  openTrainer,
  planFrom,
  trainingBytes,
  type Trainer,
} from '../training/index.ts'
import { firstHeadWeights } from './train-run.ts'
import { headOf, placeOf } from './places.ts'

/**
 * Where a base is measured, from the line on top to all of it: its last convolution, and the first at each size of the maps.
 * Among convolutions of one size time follows what they compute; from size to size kernels and weights weigh differently.
 */
function placesOf({ network, preprocessing }: Pick<PreparedBase, 'network' | 'preprocessing'>): string[] {
  const shapes = shapesOf(network)
  const learning = network.layers.filter(({ name, kind }) => kind === 'Conv2D' && !preprocessing.has(name))
  const firstOfSize = new Map<string, string>()
  for (const { name } of learning) {
    const size = shapes.get(name)!.slice(0, 2).join('×')
    if (!firstOfSize.has(size)) firstOfSize.set(size, name)
  }
  return ['none', ...new Set([learning.at(-1)!.name, ...[...firstOfSize.values()].toReversed()])]
}

const secondsOf = async (run: () => Promise<unknown>): Promise<number> => {
  const started = performance.now()
  await run()
  return (performance.now() - started) / 1000
}

/** What an epoch's checkpoint takes on the user's own disk: a folder for temporary files may lie in memory. */
async function measureCheckpoint(trainer: Trainer): Promise<LineMeasured['checkpoints'][number]> {
  const take = quickest(() => trainer.state(), 1)
  const state = trainer.state()
  const bytes = [...state.values()].reduce((sum, { byteLength }) => sum + byteLength, 0)
  return withTemporaryFolder(async (folder) => {
    const [last, best] = [join(folder, 'last.safetensors'), join(folder, 'best.safetensors')]
    const epoch = async () => {
      await writeTogether([
        { path: join(folder, 'losses.npy'), data: 'losses' },
        checkpointFile(last, trainer.variables, { progress: atTheStart, history: [], state }),
        { path: join(folder, 'log.csv'), data: 'epochs' },
      ])
      await keepCheckpoint(last, best)
    }
    await epoch()
    return { bytes, take, write: await secondsOf(epoch) }
  }, cacheFolder())
}

/**
 * How long a training step takes on this machine with the line at several places of a base, how long a validation photograph, a
 * frozen photograph and a checkpoint: measured with random weights and values, since time does not depend on them. Remembered.
 */
export async function measureLine(input: HandlerInput<'measure-line'>, work: Work): Promise<LineMeasured> {
  return measuredOnce('line', { version: 4, ...input }, lineMeasuredSchema, () => measure(input, work))
}

async function measure(input: HandlerInput<'measure-line'>, work: Work): Promise<LineMeasured> {
  const { base: name, size, cut, head, batch, classes } = input
  const facts = factsOf(name)
  const choices = { base: name, size, cut, head, batch, weights: 'random', recipe: 'augment', insist: true } as const
  const plan = planFrom({ ...choices, augmentation: 'none' }, facts)
  const prepared = await prepareBase(plan, work)
  const way = await chooseWay(prepared, plan, work)
  const stageAt = (unfreeze: string): Plan['stages'][number] => ({ ...plan.stages[0]!, unfreeze })
  const places = placesOf(prepared)
    .map((unfreeze) => ({ unfreeze, place: placeOf(prepared, plan, stageAt(unfreeze), classes) }))
    .filter(({ place }) => trainingBytes(place.network, batch, plan.stages[0]!.optimizer) <= process.availableMemory())
  const points: LinePoint[] = []
  const initial = new Map(
    [...prepared.weights, ...firstHeadWeights(headOf(prepared, plan, classes), 0)].map(([path, { values }]) => [
      path,
      values,
    ]),
  )
  const checkpoints: LineMeasured['checkpoints'] = []
  for (const [at, { unfreeze, place }] of places.entries()) {
    work.progress('measure', at, places.length + 1, 'batches')
    await setImmediate() // lets a cancel in
    work.signal.throwIfAborted()
    const trainer = openTrainer(place.network, plan.stages[0]!.optimizer, initial, {
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
      if (at === 0 || at === places.length - 1) checkpoints.push(await measureCheckpoint(trainer))
    } finally {
      trainer.close()
    }
  }
  work.progress('measure', places.length, places.length + 1, 'batches')
  const base = openBaseAt(prepared, way, plan.cut)
  try {
    const pixels = new Uint8Array(baseBatch * size * size * 3).map((_, i) => (i * 2654435761) >>> 24)
    const imagesPerSecond = baseBatch / quickest(() => base.features(pixels, baseBatch), 2)
    return { points, imagesPerSecond, checkpoints }
  } finally {
    base.close()
  }
}
