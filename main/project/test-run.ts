import type { TestResult } from '../../contract/index.ts'
import { judge, scoresOf, type Scores } from '../evaluation/index.ts'
import { lossKindOf, openAtOnce, withoutLastActivation, type Weights } from '../network/index.ts'
import { inOrder, type Source } from '../training/index.ts'
import type { Place } from './places.ts'

/** Samples in one pass: few, because everything above a low boundary is in memory at once. */
const batch = 20

/** What the network above a boundary, with these weights, says of samples at that boundary, in float32. */
export async function scoresOfRun(
  place: Place,
  weights: Weights,
  source: Source,
  signal: AbortSignal,
): Promise<Scores> {
  const network = withoutLastActivation(place.network)
  const opened = openAtOnce({ network, weights, input: place.isPixels ? 'pixels' : 'float32' })
  const parts: Float32Array[] = []
  try {
    for await (const { values, labels } of source.batches(inOrder(source), batch, 0)) {
      signal.throwIfAborted()
      parts.push(opened.output(values, labels.length))
    }
  } finally {
    opened.close()
  }
  const logits = Float32Array.from(parts.flatMap((part) => [...part]))
  return scoresOf(lossKindOf(place.network), logits, source.labels)
}

/** Accuracy, loss and Wilson's interval on samples, `files` naming them. */
export function testResultOf(
  classes: readonly string[],
  labels: Int32Array,
  scores: Scores,
  files: readonly string[],
): TestResult {
  const { probabilities, losses } = scores
  const { accuracy, loss, interval, correct, total } = judge({ classes, labels, probabilities, losses, files })
  return { accuracy, loss, interval, correct, total }
}
