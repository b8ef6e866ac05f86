import type { LossKind } from '../network/index.ts'

/** What logits say: float32 probabilities (n, 1) or (n, classes), and each sample's loss and whether it is right. */
export interface Scores {
  probabilities: Float32Array
  losses: Float64Array
  correct: number
}

/**
 * Softmax or sigmoid of logits (n, classes or 1) and their cross-entropy against labels (n), computed in float64 from the
 * logits, as Keras's losses do: max(z,0) − z·y + log(1+e^−|z|), and log Σ e^z − z_y.
 */
export function scoresOf(kind: LossKind, logits: Float32Array, labels: Int32Array): Scores {
  const width = kind === 'binary' ? 1 : logits.length / labels.length
  const probabilities = new Float32Array(logits.length)
  const losses = new Float64Array(labels.length)
  let correct = 0
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i]!
    if (kind === 'binary') {
      const z = logits[i]!
      probabilities[i] = 1 / (1 + Math.exp(-z))
      losses[i] = Math.max(z, 0) - z * label + Math.log1p(Math.exp(-Math.abs(z)))
      if (z > 0 === label > 0) correct++
      continue
    }
    const row = logits.subarray(i * width, (i + 1) * width)
    const top = row.reduce((a, b) => Math.max(a, b), -Infinity)
    const sum = row.reduce((total, z) => total + Math.exp(z - top), 0)
    row.forEach((z, j) => (probabilities[i * width + j] = Math.exp(z - top) / sum))
    losses[i] = Math.log(sum) + top - row[label]!
    if (row.indexOf(top) === label) correct++
  }
  return { probabilities, losses, correct }
}

export const meanOf = (values: Float64Array): number => values.reduce((sum, v) => sum + v, 0) / values.length
