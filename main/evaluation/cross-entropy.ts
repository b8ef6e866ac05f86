/** Keras's `backend.epsilon()`, and 1 less it, as float32 holds them. */
const low = Math.fround(1e-7)
const high = Math.fround(1 - low)

const clip = (value: number): number => Math.min(high, Math.max(low, value))

/**
 * The cross-entropy of one photograph from a sigmoid's output: −log p for class 1, −log(1 − p) for class 0, p clipped to
 * 1e-7 … 1 − 1e-7 in float32.
 *
 * Source: Keras 3, `keras.losses.binary_crossentropy` on probabilities.
 *
 * @param probability of class 1
 */
export function binaryCrossEntropy(probability: number, label: number): number {
  const clipped = clip(probability)
  return -Math.log(label === 1 ? clipped : 1 - clipped)
}

/**
 * The cross-entropy of one photograph from a softmax's output (C probabilities): −log of the label's share of their sum,
 * clipped to 1e-7 … 1 − 1e-7 in float32.
 *
 * Source: Keras 3, `keras.losses.categorical_crossentropy` on probabilities.
 */
export function categoricalCrossEntropy(probabilities: Float32Array, label: number): number {
  const sum = probabilities.reduce((total, value) => total + value, 0)
  return -Math.log(clip(probabilities[label]! / sum))
}
