import { randomStream, shuffled } from '../../network/index.ts'

/** Rows of features with the index of each row's class. */
export interface Labelled {
  /** n × width, row by row. */
  values: Float32Array
  width: number
  labels: Int32Array
  classes: number
}

/** Against fitting wrong labels, on rows of length 1: the best of those tried on planted ones, see test/RESULTS.md. */
const penalty = 1
/** Scores lie between −1/(classes − 1) and 1: so stretched, their softmax is a probability worth the name. */
const stretch = 4

/**
 * Class probabilities (n × classes) of every row by a model that has not seen it: linear ridge regression onto the classes,
 * on centred rows of length 1, in `folds` stratified parts; its scores through a softmax. Solved exactly, in
 * O(n·width² + folds·width³), so that the same rows give the same numbers. The event loop gets a turn after every part;
 * `onFold` may throw to stop.
 */
export async function crossValidated(
  rows: Labelled,
  { folds, seed, onFold }: { folds: number; seed: number; onFold: (done: number) => void },
): Promise<Float32Array> {
  const { width, labels, classes } = rows
  const fold = stratifiedFolds(rows, folds, seed)
  const unit = unitRows(rows)
  const parts = await Promise.all(
    Array.from({ length: folds }, async (_, part) => {
      await new Promise<void>((resolve) => setImmediate(resolve))
      const members = [...fold.keys()].filter((row) => fold[row] === part)
      return { members, ...momentsOf({ ...rows, values: unit }, members) }
    }),
  )
  const probabilities = new Float32Array(labels.length * classes)
  for (const [done, held] of parts.entries()) {
    onFold(done)
    await new Promise<void>((resolve) => setImmediate(resolve))
    const others = parts.filter((part) => part !== held)
    const gram = sumOf(others.map((part) => part.gram))
    for (let i = 0; i < width; i++) gram[i * width + i]! += penalty
    const weights = solved(gram, sumOf(others.map((part) => part.targets)), width, classes)
    for (const row of held.members) {
      const scores = Float64Array.from({ length: classes }, (_, name) => {
        let sum = 0
        for (let i = 0; i < width; i++) sum += unit[row * width + i]! * weights[name * width + i]!
        return stretch * sum
      })
      probabilities.set(softmax(scores), row * classes)
    }
  }
  onFold(folds)
  return probabilities
}

function stratifiedFolds({ labels }: Labelled, folds: number, seed: number): Uint8Array {
  const fold = new Uint8Array(labels.length)
  let dealt = 0
  for (const members of Map.groupBy([...labels.keys()], (row) => labels[row]!).values()) {
    for (const at of shuffled(members.length, randomStream(seed, 'folds'))) fold[members[at]!] = dealt++ % folds
  }
  return fold
}

/** Rows without the mean of all, at length 1. */
function unitRows({ values, width }: Labelled): Float64Array {
  const count = values.length / width
  const mean = new Float64Array(width)
  values.forEach((value, at) => (mean[at % width]! += value / count))
  const unit = Float64Array.from(values, (value, at) => value - mean[at % width]!)
  for (let from = 0; from < unit.length; from += width) {
    const row = unit.subarray(from, from + width)
    const length = Math.hypot(...row) || 1
    row.forEach((value, at) => (row[at] = value / length))
  }
  return unit
}

/** XᵀX (width × width, its lower half) and Xᵀ of the targets (classes × width), 1 for the label and less for the others. */
function momentsOf(
  { values, width, labels, classes }: Omit<Labelled, 'values'> & { values: Float64Array },
  members: number[],
) {
  const gram = new Float64Array(width * width)
  const targets = new Float64Array(classes * width)
  for (const member of members) {
    const row = values.subarray(member * width, (member + 1) * width)
    for (let i = 0; i < width; i++) {
      const value = row[i]!
      for (let j = 0; j <= i; j++) gram[i * width + j]! += value * row[j]!
      for (let name = 0; name < classes; name++) {
        targets[name * width + i]! += labels[member] === name ? value : -value / (classes - 1)
      }
    }
  }
  return { gram, targets }
}

function sumOf(all: readonly Float64Array[]): Float64Array {
  const sum = new Float64Array(all[0]?.length ?? 0)
  for (const one of all) one.forEach((value, at) => (sum[at]! += value))
  return sum
}

/** Solves gram · w = target for each class by Cholesky's method; `gram` and `targets` are used up. */
function solved(gram: Float64Array, targets: Float64Array, width: number, classes: number): Float64Array {
  for (let i = 0; i < width; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = gram[i * width + j]!
      for (let k = 0; k < j; k++) sum -= gram[i * width + k]! * gram[j * width + k]!
      gram[i * width + j] = i === j ? Math.sqrt(sum) : sum / gram[j * width + j]!
    }
  }
  for (let name = 0; name < classes; name++) {
    const y = targets.subarray(name * width, (name + 1) * width)
    for (let i = 0; i < width; i++) {
      for (let k = 0; k < i; k++) y[i]! -= gram[i * width + k]! * y[k]!
      y[i]! /= gram[i * width + i]!
    }
    for (let i = width - 1; i >= 0; i--) {
      for (let k = i + 1; k < width; k++) y[i]! -= gram[k * width + i]! * y[k]!
      y[i]! /= gram[i * width + i]!
    }
  }
  return targets
}

function softmax(scores: Float64Array): Float64Array {
  const top = scores.reduce((a, b) => Math.max(a, b), -Infinity)
  const powers = scores.map((score) => Math.exp(score - top))
  const sum = powers.reduce((a, b) => a + b, 0)
  return powers.map((power) => power / sum)
}
