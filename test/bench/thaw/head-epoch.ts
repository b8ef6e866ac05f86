import { join } from 'node:path'
import { readNpy } from '../../../main/formats/index.ts'
import { initialWeights } from '../../../main/network/index.ts'
import {
  headNetwork,
  openTrainer,
  atTheStart,
  factsOf,
  memorySource,
  planFrom,
  trainStage,
  type Rows,
} from '../../../main/training/index.ts'
import type { SetUp } from './job.ts'

/** One epoch of the book's head, Dropout 0.5 included, in the application's own loop. */
export const headEpoch: SetUp = async (folder) => {
  const [{ values, shape }, { values: labels }] = await Promise.all([
    readNpy(join(folder, 'features.npy')),
    readNpy(join(folder, 'labels.npy')),
  ])
  if (!(values instanceof Float32Array && labels instanceof Int32Array)) throw new TypeError('Not features and labels.')
  const train: Rows = { count: labels.length, shape: shape.slice(1), values, labels }
  // The peer's epoch has no validation; the loop always has one, so it gets a single sample.
  const validation: Rows = { ...train, count: 1, values: values.slice(0, shape[1]), labels: labels.slice(0, 1) }
  const { head, batch, seed, stages } = planFrom({}, factsOf('vgg16'))
  const network = headNetwork(train.shape, head, 2)
  const initial = new Map([...initialWeights(network, seed)].map(([path, weight]) => [path, weight.values]))
  const stage = { ...stages[0]!, epochs: 1 }
  const trainer = openTrainer(network, stage.optimizer, initial)
  const sources = { train: memorySource(train), validation: memorySource(validation) }
  let done = 0
  const epoch = async () => {
    const from = { ...atTheStart, epochs: done, steps: done * (train.count / batch) }
    const { signal } = new AbortController()
    await trainStage({ trainer, stage, batch, seed, ...sources, from, signal, onEpoch: () => Promise.resolve() })
    done++
  }
  await epoch()
  return {
    run: async (runs) => {
      for (let i = 0; i < runs; i++) await epoch()
    },
  }
}
