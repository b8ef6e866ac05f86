import type { Prediction } from '../../../contract/index.ts'
import { table } from './table.ts'

/** A line for each photograph: the class and its probability. */
export function predictText(predictions: readonly Prediction[]): string {
  return table(
    predictions.map(({ file, label, probabilities }) => [label, (probabilities[label] ?? NaN).toFixed(3), file]),
  )
}
