import {
  fail,
  type Dataset,
  type EvaluateResult,
  type LeftOut,
  type Prediction,
  type Split,
  type Work,
} from '../../contract/index.ts'
import { firstLabelOf, photographPath, selectSplit } from '../dataset/index.ts'
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
 * A model judged on one split of a data set, in float32. `dir` is the folder that holds dataset.json. Where a person has
 * relabelled photographs of the split or left some out, the answer also says what it is by the first labels of all of them.
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
  const { classes } = dataset
  const used = selectSplit(dataset, split)
  const photographs: LeftOut[] = [...used, ...(dataset.leftOut ?? []).filter((entry) => entry.split === split)]
  const open = await openModel(model, hints, photographs.length, work)
  try {
    if (open.classes.join('\n') !== classes.join('\n')) {
      throw fail('wrong-classes', 'The data set has other classes than the model.', {
        expected: open.classes.join(', '),
        found: classes.join(', '),
        file: model,
      })
    }
    const files = photographs.map((photograph) => photographPath(dataset, dir, photograph))
    const hashes = photographs.map(({ sha256 }) => sha256)
    const logits = await open.logits(files, work, hashes)
    const judgeBy = (names: readonly string[], count: number): EvaluateResult => {
      const labels = Int32Array.from(names, (name) => classes.indexOf(name))
      const { probabilities, losses } = scoresOf(open.loss, logits, labels)
      const width = probabilities.length / Math.max(1, photographs.length)
      return judge({
        classes,
        labels: labels.subarray(0, count),
        probabilities: probabilities.subarray(0, count * width),
        losses: losses.subarray(0, count),
        files: photographs.slice(0, count).map(({ file }) => file),
      })
    }
    const present = photographs.map((photograph) => photograph.class)
    const first = photographs.map(firstLabelOf(dataset))
    const changed = photographs.filter((entry, index) => index >= used.length || first[index] !== entry.class).length
    const result = judgeBy(present, used.length)
    if (changed === 0) return result
    const { accuracy, interval, correct, total } = judgeBy(first, photographs.length)
    return { ...result, firstLabelled: { accuracy, interval, correct, total, changed } }
  } finally {
    open.close()
  }
}
