import { scoresOf } from '../../../main/evaluation/index.ts'
import { initialWeights, randomStream, shuffled } from '../../../main/network/index.ts'
import { gather, headNetwork, openTrainer, type Trainer } from '../../../main/training/index.ts'
import { stratifiedFolds } from '../../helpers/cross-validation.ts'
import { batch, classes, folds, head, learningRate, type Arm } from './arms.ts'

/** What a head that never saw the picture said of it. */
export interface Judged {
  /** Cross-entropy, by picture. */
  losses: Float64Array
  /** Whether the most probable class was right, by picture. */
  right: Uint8Array
}

/** One head for every arm and fold of a seed, all from the fold's same start, in the fold's same order of pictures. */
export function openHeads(seed: number, arms: readonly Arm[], shape: readonly number[], labels: Int32Array) {
  const network = headNetwork(shape, head, classes.length)
  const fold = stratifiedFolds(labels, folds, seed)
  const indices = (held: boolean, k: number) =>
    Uint32Array.from([...fold.keys()].filter((i) => (fold[i] === k) === held))
  const heads = Array.from({ length: folds }, (_, k) => {
    const start = new Map([...initialWeights(network, seed * folds + k)].map(([path, { values }]) => [path, values]))
    const trainers = new Map(arms.map((arm): [Arm, Trainer] => [arm, openTrainer(network, 'rmsprop', start)]))
    return { k, seen: indices(false, k), held: indices(true, k), trainers, steps: 0 }
  })
  const rowsOf = (values: Float32Array) => ({ count: labels.length, shape, values, labels })

  return {
    /** One epoch of every head; `featuresOf` all pictures as the arm shows them this epoch. */
    train(epoch: number, featuresOf: (arm: Arm) => Float32Array): void {
      for (const each of heads) {
        const order = shuffled(each.seen.length, randomStream(seed, each.k, 'shuffle', epoch)).map((i) => each.seen[i]!)
        for (let at = 0; at < order.length; at += batch) {
          each.steps++
          for (const [arm, trainer] of each.trainers) {
            const input = gather(rowsOf(featuresOf(arm)), order.subarray(at, at + batch))
            trainer.step({ ...input, learningRate, step: each.steps, seed })
          }
        }
      }
    },
    /** Every picture as it is, by the head of the fold that it was held out of. */
    judge(arm: Arm, asTheyAre: Float32Array): Judged {
      const judged: Judged = { losses: new Float64Array(labels.length), right: new Uint8Array(labels.length) }
      for (const { held, trainers } of heads) {
        const { values, labels: truth } = gather(rowsOf(asTheyAre), held)
        const { losses, probabilities } = scoresOf('categorical', trainers.get(arm)!.logits(values), truth)
        held.forEach((picture, i) => {
          const row = probabilities.subarray(i * classes.length, (i + 1) * classes.length)
          judged.losses[picture] = losses[i]!
          judged.right[picture] = Number(row.indexOf(Math.max(...row)) === truth[i])
        })
      }
      return judged
    },
    close: () => heads.forEach(({ trainers }) => trainers.forEach((trainer) => trainer.close())),
  }
}
