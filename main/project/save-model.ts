import { fail, unwatched, type Plan, type Work } from '../../contract/index.ts'
import { openModel, scoresOf } from '../evaluation/index.ts'
import { pixelRuleOf, type PreparedBase } from '../features/index.ts'
import { writeKerasH5 } from '../formats/index.ts'
import { stacked, type Network, type Weights } from '../network/index.ts'
import { hashWeights } from '../zoo/index.ts'

export interface ModelToSave {
  path: string
  plan: Plan
  classes: readonly string[]
  prepared: PreparedBase
  head: Network
  /** Of base and head. */
  weights: Weights
}

/**
 * Writes a run's model as .h5 for Keras 3 and tf_keras: raw pixels 0..255 in, probabilities out; preprocessing, base and
 * head in one functional model, the class names and the pixel rule in its metadata.
 */
export async function saveModel({ path, plan, classes, prepared, head, weights }: ModelToSave): Promise<void> {
  const network = stacked(`${plan.base}_${plan.recipe}`, prepared.network, head)
  const { sha256, source } = prepared
  await writeKerasH5(path, {
    network,
    weights,
    metadata: {
      version: 1,
      classes: [...classes],
      pixels: pixelRuleOf(plan),
      preprocess: plan.preprocess,
      base: plan.base,
      cut: plan.cut,
      weights: { source, sha256 },
    },
  })
}

/** At most this many photographs are predicted again. */
const checked = 8

/** sha256 of each weight's shape and values, by its path. */
export const hashEach = (weights: Weights, paths: Iterable<string>): Map<string, string> =>
  new Map([...paths].map((path) => [path, hashWeights(new Map([[path, weights.get(path)!]]))]))

export interface ModelCheck {
  modelCheck: { maxAbsDifference: number }
  frozen: { tensors: number }
}

/**
 * Reads a saved model back and predicts photographs with it, from their files, in float32. The greatest difference to the
 * probabilities that training computed for the same photographs: float32 (n, 1 or classes). `frozen`: the hashes that frozen
 * tensors had before training.
 *
 * @throws `frozen-changed` when a tensor of the file has another hash
 */
export async function checkModel(
  path: string,
  files: readonly string[],
  probabilities: Float32Array,
  frozen: ReadonlyMap<string, string>,
  work: Work,
): Promise<ModelCheck> {
  const chosen = files.slice(0, checked)
  const model = await openModel(path, {}, chosen.length, work)
  try {
    for (const [tensor, hash] of hashEach(model.weights, frozen.keys())) {
      if (hash === frozen.get(tensor)) continue
      throw fail('frozen-changed', `${tensor} was frozen and has changed.`, {
        expected: `sha256 ${frozen.get(tensor)}`,
        found: hash,
        file: path,
        remedy: 'Do not use this model. Please report this, with the run’s folder.',
      })
    }
    // A check is part of saving: its own progress would only confuse.
    const logits = await model.logits(chosen, { ...unwatched(), signal: work.signal })
    const again = scoresOf(model.loss, logits, new Int32Array(chosen.length)).probabilities
    const maxAbsDifference = again.reduce((most, value, i) => Math.max(most, Math.abs(value - probabilities[i]!)), 0)
    return { modelCheck: { maxAbsDifference }, frozen: { tensors: frozen.size } }
  } finally {
    model.close()
  }
}
