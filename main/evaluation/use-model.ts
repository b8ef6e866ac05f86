import {
  fail,
  type Dataset,
  type EvaluateResult,
  type Prediction,
  type Split,
  type Work,
} from '../../contract/index.ts'
import { photographPath, selectSplit } from '../dataset/index.ts'
import { judge } from './judge.ts'
import { scoresOf } from './logits.ts'
import { openModel, type ModelHints } from './model.ts'

/** The most probable class of each photograph, and every class's probability, in float32. Throws what `openModel` throws. */
export async function predictPhotographs(
  model: string,
  images: readonly string[],
  hints: ModelHints,
  work: Work,
): Promise<{ classes: string[]; predictions: Prediction[] }> {
  const open = await openModel(model, hints, images.length, work)
  try {
    const logits = await open.logits(images, work)
    const { probabilities } = scoresOf(open.loss, logits, new Int32Array(images.length))
    const predictions = images.map((file, i): Prediction => {
      const row =
        open.loss === 'binary'
          ? [1 - probabilities[i]!, probabilities[i]!]
          : [...probabilities.subarray(i * open.classes.length, (i + 1) * open.classes.length)]
      const label = open.classes[row.indexOf(Math.max(...row))]!
      return { file, label, probabilities: Object.fromEntries(open.classes.map((name, j) => [name, row[j]!])) }
    })
    return { classes: [...open.classes], predictions }
  } finally {
    open.close()
  }
}

/**
 * A model judged on one split of a data set, in float32. `dir` is the folder that holds dataset.json.
 *
 * @throws `wrong-classes` when the data set has others than the model, and what `openModel` and `judge` throw
 */
export async function evaluateModel(
  model: string,
  { dataset, dir }: { dataset: Dataset; dir: string },
  split: Split,
  hints: ModelHints,
  work: Work,
): Promise<EvaluateResult> {
  const photographs = selectSplit(dataset, split)
  const open = await openModel(model, hints, photographs.length, work)
  try {
    if (open.classes.join('\n') !== dataset.classes.join('\n')) {
      throw fail('wrong-classes', 'The data set has other classes than the model.', {
        expected: open.classes.join(', '),
        found: dataset.classes.join(', '),
        file: model,
      })
    }
    const labels = Int32Array.from(photographs, ({ class: name }) => dataset.classes.indexOf(name))
    const files = photographs.map((photograph) => photographPath(dataset, dir, photograph))
    const hashes = photographs.map(({ sha256 }) => sha256)
    const { probabilities, losses } = scoresOf(open.loss, await open.logits(files, work, hashes), labels)
    return judge({
      classes: dataset.classes,
      labels,
      probabilities,
      losses,
      files: photographs.map(({ file }) => file),
    })
  } finally {
    open.close()
  }
}
