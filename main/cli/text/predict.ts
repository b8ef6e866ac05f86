import type { PredictResult } from '../../../contract/index.ts'
import { table } from './table.ts'

/** A line for each photograph: the class and its probability; then those that could not be read. */
export function predictText({ predictions, refused }: PredictResult): string {
  const answers = table(
    predictions.map(({ file, label, probabilities }) => [label, (probabilities[label] ?? NaN).toFixed(3), file]),
  )
  if (refused.length === 0) return answers
  return `${answers}\n\nCould not be read\n${table(refused.map(({ file, reason }) => [reason, file]))}`
}
