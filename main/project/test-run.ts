import type { TestResult } from '../../contract/index.ts'
import { judge, scoresOf, type Scores } from '../evaluation/index.ts'
import {
  frozenGraph,
  lossKindOf,
  outputOf,
  withoutLastActivation,
  type Network,
  type Weights,
} from '../network/index.ts'
import { free, openSession, tensorOf } from '../tensorflow/index.ts'
import type { Rows } from '../training/index.ts'

function logitsOf(head: Network, weights: Weights, rows: Rows): Float32Array {
  const network = withoutLastActivation(head)
  const session = openSession(frozenGraph({ network, weights, input: 'float32' }))
  const input = tensorOf(rows.values, [rows.count, ...rows.shape])
  try {
    return session.read({ input }, [outputOf(network.output)])[0]!
  } finally {
    free(input)
    session.close()
  }
}

/** What a head with these weights says of rows of features, in float32. */
export const scoresOfHead = (head: Network, weights: Weights, rows: Rows): Scores =>
  scoresOf(lossKindOf(head), logitsOf(head, weights, rows), rows.labels)

/** A head's accuracy, loss and Wilson's interval on rows of features, `files` naming them. */
export function testResultOf(
  classes: readonly string[],
  rows: Rows,
  scores: Scores,
  files: readonly string[],
): TestResult {
  const { probabilities, losses } = scores
  const { accuracy, loss, interval, correct, total } = judge({
    classes,
    labels: rows.labels,
    probabilities,
    losses,
    files,
  })
  return { accuracy, loss, interval, correct, total }
}
