import { fail, type EvaluateResult, type JudgedPhotograph } from '../../contract/index.ts'
import { balancedAccuracy, classScores } from './class-scores.ts'
import { calibrationOf } from './calibration.ts'
import { binaryCrossEntropy, categoricalCrossEntropy } from './cross-entropy.ts'
import { twoClassCurves } from './two-class.ts'
import { wilsonInterval } from './wilson.ts'

/** What a model said of n photographs, and what they are. */
export interface Judged {
  /** C class names. */
  classes: readonly string[]
  /** n class indices, 0 … C−1. */
  labels: ArrayLike<number>
  /** n×C softmax outputs, or n×1 sigmoid outputs: the probability of class 1 of two. */
  probabilities: Float32Array
  /** n names, in the same order. */
  files: readonly string[]
  /** n losses, where the logits are at hand: what Keras computes from them is not clipped. */
  losses?: ArrayLike<number>
  /** n notes of what a person has said of each. */
  notes?: readonly Pick<JudgedPhotograph, 'labelled' | 'hard'>[]
}

interface Verdict {
  label: number
  predicted: number
  loss: number
  /** Of every class. */
  probabilities: number[]
}

/**
 * How good a model is on a set of photographs: accuracy with Wilson's 95 % interval, balanced accuracy, mean cross-entropy,
 * confusion (rows: true class), precision, recall and F1 by class, calibration, what a threshold between two classes gives, and
 * the loss of every photograph, worst first.
 *
 * The predicted class is the most probable one, the first of equals; of a sigmoid, class 1 above 0.5, as Keras's
 * `BinaryAccuracy`. Without `losses` the loss is that of `keras.losses` on probabilities, clipped at 1e-7.
 *
 * @throws `empty-split` without photographs, `bad-shape` when the numbers do not belong together, `not-a-number` when the model
 *   answers NaN
 */
export function judge(judged: Judged): EvaluateResult {
  const { classes, files, notes = [] } = judged
  const verdicts = verdictsOf(judged)
  const confusion = classes.map(() => classes.map(() => 0))
  for (const { label, predicted } of verdicts) confusion[label]![predicted]! += 1
  const scores = classScores(confusion)
  const total = verdicts.length
  const correct = verdicts.filter(isRight).length
  return {
    classes: [...classes],
    accuracy: correct / total,
    balancedAccuracy: balancedAccuracy(scores),
    loss: verdicts.reduce((sum, verdict) => sum + verdict.loss, 0) / total,
    interval: wilsonInterval(correct, total),
    correct,
    total,
    confusion,
    perClass: Object.fromEntries(classes.map((name, index) => [name, scores[index]!])),
    topLosses: verdicts
      .map(({ label, predicted, ...rest }, index) => ({
        file: files[index]!,
        label: classes[label]!,
        predicted: classes[predicted]!,
        ...rest,
        ...notes[index],
      }))
      .sort((a, b) => b.loss - a.loss),
    calibration: calibrationOf(
      verdicts.map(({ probabilities, predicted }) => probabilities[predicted]!),
      verdicts.map(isRight),
    ),
    twoClass: isPair(classes)
      ? twoClassCurves(
          classes,
          verdicts.map(({ probabilities }) => probabilities[1]!),
          verdicts.map(({ label }) => label),
        )
      : null,
  }
}

const isPair = (classes: readonly string[]): classes is [string, string] => classes.length === 2

const isRight = ({ label, predicted }: Verdict): boolean => label === predicted

function verdictsOf({ classes, labels, probabilities, files, losses }: Judged): Verdict[] {
  const count = files.length
  if (count === 0) throw fail('empty-split', 'There is no photograph to judge by.')
  const width = probabilities.length / count
  const isBinary = width === 1 && classes.length === 2
  if (labels.length !== count || (losses && losses.length !== count) || !(isBinary || width === classes.length)) {
    throw fail('bad-shape', 'The answers do not belong to these photographs.', {
      expected: `${count} labels and ${count} rows of ${classes.length} probabilities, or of 1 for two classes`,
      found: `${labels.length} labels and ${probabilities.length} probabilities`,
    })
  }
  return files.map((file, index) => {
    const label = labels[index]!
    if (!(label in classes)) {
      throw fail('bad-shape', `${file} has a class that the model does not know.`, {
        expected: `0 to ${classes.length - 1}`,
        found: String(label),
        file,
      })
    }
    const row = probabilities.subarray(index * width, (index + 1) * width)
    if (row.some(Number.isNaN)) {
      throw fail('not-a-number', `The model answers NaN for ${file}.`, {
        file,
        remedy: 'It was probably trained with too high a learning rate: train it again with a lower one.',
      })
    }
    const predicted = isBinary ? Number(row[0]! > 0.5) : row.indexOf(Math.max(...row))
    const loss = isBinary ? binaryCrossEntropy(row[0]!, label) : categoricalCrossEntropy(row, label)
    const ofEach = isBinary ? [1 - row[0]!, row[0]!] : [...row]
    return { label, predicted, loss: losses?.[index] ?? loss, probabilities: ofEach }
  })
}
