import { fail, type Work } from '../../contract/index.ts'
import { decodeBatches } from '../dataset/index.ts'
import { baseBatch, convolutionsFor, describeModel, type DescribedModel } from '../features/index.ts'
import type { ModelHints } from '../formats/index.ts'
import {
  frozenGraph,
  lossKindOf,
  openAtOnce,
  outputOf,
  shapesOf,
  withoutLastActivation,
  type LossKind,
  type Weights,
} from '../network/index.ts'
import { free, openSession, tensorOf, type Tile } from '../tensorflow/index.ts'

export type { ModelHints } from '../formats/index.ts'

/** A trained classifier ready for photographs, in float32. Close it when done. */
export interface OpenModel {
  readonly classes: readonly string[]
  readonly loss: LossKind
  /** As the file has them. */
  readonly weights: Weights
  /**
   * Logits of photographs by absolute path: float32 (n, 1 or classes). With `hashes` (sha256 of each), one that has changed
   * since is an error. Reports `predict`.
   */
  logits(files: readonly string[], work: Work, hashes?: readonly string[]): Promise<Float32Array>
  close(): void
}

/** A model's answers for one batch of pixels after the other. `convolutions`: null for a few photographs. */
function openSessionOf(
  { network, weights, pixels: { size } }: DescribedModel,
  convolutions: Readonly<Record<string, Tile>> | null,
) {
  const logitNetwork = withoutLastActivation(network)
  if (convolutions === null) {
    const opened = openAtOnce({ network: logitNetwork, weights, input: 'pixels' })
    return { logits: opened.output, close: opened.close }
  }
  const session = openSession(frozenGraph({ network: logitNetwork, weights, convolutions, input: 'pixels' }))
  return {
    logits(pixels: Uint8Array, count: number): Float32Array {
      const input = tensorOf(pixels, [count, size, size, 3])
      try {
        return session.read({ input }, [outputOf(network.output)])[0]!
      } finally {
        free(input)
      }
    },
    close: () => session.close(),
  }
}

/**
 * Opens a model file for about `count` photographs. A model that Thaw saved carries its preprocessing, pixel rule and classes; any
 * other needs the hints.
 *
 * @throws `no-classifier`, `wrong-classes`, and what `describeModel` throws
 */
export async function openModel(path: string, hints: ModelHints, count: number, work: Work): Promise<OpenModel> {
  const described = await describeModel(path, hints, { classes: true })
  const classes = described.classes ?? []
  const loss = lossKindOf(described.network)
  const outputs = shapesOf(described.network).get(described.network.output)![0]
  const expected = loss === 'binary' ? 2 : outputs
  if (classes.length !== expected) {
    throw fail('wrong-classes', `${path} has another number of classes.`, {
      expected: `${expected} names`,
      found: classes.join(', '),
      file: path,
    })
  }
  const convolutions = await convolutionsFor(described.network, count, work)
  const session = openSessionOf(described, convolutions)
  return {
    classes,
    loss,
    weights: described.weights,
    async logits(files, work, hashes) {
      const parts: Float32Array[] = []
      for await (const { start, count, pixels } of decodeBatches({
        files,
        hashes,
        rule: described.pixels,
        batch: baseBatch,
        work,
      })) {
        parts.push(session.logits(pixels, count))
        work.progress('predict', start + count, files.length, 'photographs')
      }
      const all = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0))
      parts.reduce((at, part) => (all.set(part, at), at + part.length), 0)
      return all
    },
    close: () => session.close(),
  }
}
