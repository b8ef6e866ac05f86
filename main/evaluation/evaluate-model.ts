import { fail, type Dataset, type EvaluateResult, type LeftOut, type Split, type Work } from '../../contract/index.ts'
import { firstLabelOf, photographPath, selectSplit } from '../dataset/index.ts'
import type { LossKind } from '../network/index.ts'
import { judge } from './judge.ts'
import { scoresOf } from './logits.ts'
import { openModel } from './model.ts'

type ModelHints = Parameters<typeof openModel>[1]

/** What a model says of photographs, by their content: it is computed once, however often labels change. */
export interface ModelAnswers {
  classes: readonly string[]
  loss: LossKind
  /** sha256 of a photograph → its logits, one or one for each class. */
  logits: ReadonlyMap<string, readonly number[]>
}

/** The photographs that a split is judged by: those it has, then those that a person left out of it. */
function photographsOf(dataset: Dataset, split: Split): { used: number; photographs: LeftOut[] } {
  const used = selectSplit(dataset, split)
  const out = (dataset.leftOut ?? []).filter((entry) => entry.split === split)
  return { used: used.length, photographs: [...used, ...out] }
}

/** The same names, in whatever order. @throws `wrong-classes` */
function checkClasses(ofModel: readonly string[], { classes }: Dataset): void {
  if (ofModel.toSorted().join('\n') === classes.toSorted().join('\n')) return
  throw fail('wrong-classes', 'The data set has other classes than the model.', {
    expected: ofModel.join(', '),
    found: classes.join(', '),
    remedy: 'Undo the change of the classes, or train a new run with them.',
  })
}

/**
 * A model's answers for one split of a data set, in float32; those in `known` are taken as they are. `dir` is the folder that
 * holds dataset.json.
 *
 * @throws `wrong-classes` when the data set has others than the model, and what `openModel` throws
 */
export async function answerSplit(
  model: string,
  { dataset, dir }: { dataset: Dataset; dir: string },
  split: Split,
  { hints, known, work }: { hints: ModelHints; known: ModelAnswers | null; work: Work },
): Promise<ModelAnswers> {
  const { photographs } = photographsOf(dataset, split)
  const missing = photographs.filter(({ sha256 }) => !known?.logits.has(sha256))
  if (known && missing.length === 0) return known
  const open = await openModel(model, hints, missing.length, work)
  try {
    checkClasses(open.classes, dataset)
    const files = missing.map((photograph) => photographPath(dataset, dir, photograph))
    const hashes = missing.map(({ sha256 }) => sha256)
    const values = await open.logits(files, work, hashes)
    const width = values.length / Math.max(1, missing.length)
    const logits = new Map(known?.logits)
    hashes.forEach((hash, index) => logits.set(hash, [...values.subarray(index * width, (index + 1) * width)]))
    return { classes: open.classes, loss: open.loss, logits }
  } finally {
    open.close()
  }
}

/**
 * One split of a data set judged by what a model said, with the classes in the model's order, which another program may have
 * given it. Where a person has relabelled photographs of the split or left some out, the answer also says what it is by the
 * first labels of all of them.
 *
 * @returns null where the answers lack a photograph of the split
 * @throws `wrong-classes`, and what `judge` throws
 */
export function judgeAnswers(dataset: Dataset, split: Split, answers: ModelAnswers): EvaluateResult | null {
  const { classes } = answers
  checkClasses(classes, dataset)
  const { used, photographs } = photographsOf(dataset, split)
  const rows = photographs.flatMap(({ sha256 }) => {
    const row = answers.logits.get(sha256)
    return row ? [row] : []
  })
  if (rows.length !== photographs.length) return null
  const logits = Float32Array.from(rows.flat())
  const judgeBy = (names: readonly string[], count: number): EvaluateResult => {
    const labels = Int32Array.from(names, (name) => classes.indexOf(name))
    const { probabilities, losses } = scoresOf(answers.loss, logits, labels)
    const width = probabilities.length / Math.max(1, photographs.length)
    return judge({
      classes,
      labels: labels.subarray(0, count),
      probabilities: probabilities.subarray(0, count * width),
      losses: losses.subarray(0, count),
      files: photographs.slice(0, count).map(({ file }) => file),
      notes: photographs.map(({ labelled, hard }) => ({ ...(labelled && { labelled }), ...(hard && { hard }) })),
    })
  }
  const present = photographs.map((photograph) => photograph.class)
  const first = photographs.map(firstLabelOf(dataset))
  const changed = photographs.filter((entry, index) => index >= used || first[index] !== entry.class).length
  const result = judgeBy(present, used)
  if (changed === 0) return result
  const { accuracy, interval, correct, total } = judgeBy(first, photographs.length)
  return { ...result, firstLabelled: { accuracy, interval, correct, total, changed } }
}
