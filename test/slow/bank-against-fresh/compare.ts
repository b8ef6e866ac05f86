import { randomStream } from '../../../main/network/index.ts'
import type { Judged } from './heads.ts'

/** Mean, and the ends of its 95 % bootstrap interval. */
export interface Interval {
  mean: number
  low: number
  high: number
}

/**
 * The paired difference a − b of a measure, and a bootstrap interval (percentiles of `rounds`): in each round the seeds
 * are drawn anew, and the pictures within each class, for both arms the same.
 *
 * @param a one judgement a seed; `b` the same of the other arm, pair by pair
 */
export function pairedDifference(
  measure: 'logLoss' | 'balancedAccuracy',
  a: readonly Judged[],
  b: readonly Judged[],
  labels: Int32Array,
  rounds = 10_000,
): Interval {
  const byClass = [...Map.groupBy([...labels.keys()], (i) => labels[i]!).values()]
  const values = (judged: Judged) => (measure === 'logLoss' ? judged.losses : judged.right)
  const differences = a.map((judged, s) => Float64Array.from(values(judged), (v, i) => v - values(b[s]!)[i]!))
  // Balanced accuracy: the mean over the classes; log-loss: over the pictures.
  const weightOf = (members: number[]) =>
    measure === 'logLoss' ? 1 / labels.length : 1 / (byClass.length * members.length)
  const over = (seeds: number[], pick: (members: number[]) => number[]) => {
    let sum = 0
    for (const members of byClass) {
      const weight = weightOf(members) / seeds.length
      for (const i of pick(members)) for (const s of seeds) sum += weight * differences[s]![i]!
    }
    return sum
  }
  const random = randomStream('bootstrap', measure)
  const again = <T>(list: readonly T[]): T[] => list.map(() => list[Math.floor(random() * list.length)]!)
  const all = [...differences.keys()]
  const means = Float64Array.from({ length: rounds }, () => over(again(all), again)).sort()
  const at = (share: number) => means[Math.round(share * (rounds - 1))]!
  return { mean: over(all, (members) => members), low: at(0.025), high: at(0.975) }
}

/** The measure itself, mean of the seeds. */
export function average(measure: 'logLoss' | 'balancedAccuracy', judged: readonly Judged[], labels: Int32Array) {
  const nothing = judged.map(({ losses, right }) => ({ losses: losses.map(() => 0), right: right.map(() => 0) }))
  return pairedDifference(measure, judged, nothing, labels, 1).mean
}
