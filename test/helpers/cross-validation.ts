import { unwatched } from '../../contract/index.ts'
import { judge, scoresOf } from '../../main/evaluation/index.ts'
import { initialWeights, randomStream, shuffled } from '../../main/network/index.ts'
import {
  gather,
  headNetwork,
  openTrainer,
  atTheStart,
  factsOf,
  memorySource,
  planFrom,
  trainStage,
  type Rows,
} from '../../main/training/index.ts'

/** Which fold each sample is in: every class is dealt out evenly, in seeded order. */
export function stratifiedFolds(labels: Int32Array, folds: number, seed: number): Uint8Array {
  const fold = new Uint8Array(labels.length)
  const byClass = Map.groupBy([...labels.keys()], (i) => labels[i]!)
  let dealt = 0
  for (const members of byClass.values()) {
    for (const at of shuffled(members.length, randomStream(seed, 'folds'))) fold[members[at]!] = dealt++ % folds
  }
  return fold
}

function choose(rows: Rows, indices: number[]): Rows {
  return { count: indices.length, shape: rows.shape, ...gather(rows, Uint32Array.from(indices)) }
}

/**
 * Balanced accuracy of the book's head on features, every sample predicted once by a head that never saw it: stratified
 * folds, the application's own loop, the plan's defaults.
 */
export async function crossValidated(rows: Rows, classes: readonly string[], folds: number, seed: number) {
  const plan = planFrom({ seed }, factsOf('vgg16'))
  const network = headNetwork(rows.shape, plan.head, classes.length)
  const fold = stratifiedFolds(rows.labels, folds, seed)
  const width = classes.length === 2 ? 1 : classes.length
  const probabilities = new Float32Array(rows.count * width)
  for (let k = 0; k < folds; k++) {
    const indices = [...fold.keys()]
    const held = indices.filter((i) => fold[i] === k)
    const train = choose(
      rows,
      indices.filter((i) => fold[i] !== k),
    )
    const validation = choose(rows, held)
    const start = new Map([...initialWeights(network, seed)].map(([path, weight]) => [path, weight.values]))
    const stage = plan.stages[0]!
    const trainer = openTrainer(network, stage.optimizer, start)
    try {
      const { signal } = unwatched()
      const { batch } = plan
      await trainStage({
        trainer,
        stage,
        batch,
        seed,
        train: memorySource(train),
        validation: memorySource(validation),
        from: atTheStart,
        signal,
        onEpoch: () => Promise.resolve(),
      })
      const scores = scoresOf(trainer.loss, trainer.logits(validation.values), validation.labels)
      held.forEach((sample, i) => {
        probabilities.set(scores.probabilities.subarray(i * width, (i + 1) * width), sample * width)
      })
    } finally {
      trainer.close()
    }
  }
  const files = Array.from({ length: rows.count }, (_, i) => String(i))
  return judge({ classes, labels: rows.labels, probabilities, files }).balancedAccuracy
}
