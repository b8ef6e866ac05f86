import type { TwoClassCurves } from '../../../contract/index.ts'

/** What calling the second class from a probability of more than `threshold` on gives. */
export interface AtThreshold {
  truePositives: number
  falsePositives: number
  falseNegatives: number
  trueNegatives: number
  /** null where nothing is called positive. */
  precision: number | null
  recall: number
  /** Of the other class, the share that is called the second. */
  falseRate: number
}

export function atThreshold(
  { points, positives, negatives }: Pick<TwoClassCurves, 'points' | 'positives' | 'negatives'>,
  threshold: number,
): AtThreshold {
  const point = points.findLast((candidate) => candidate.threshold > threshold)
  const [truePositives, falsePositives] = [point?.truePositives ?? 0, point?.falsePositives ?? 0]
  const called = truePositives + falsePositives
  return {
    truePositives,
    falsePositives,
    falseNegatives: positives - truePositives,
    trueNegatives: negatives - falsePositives,
    precision: called ? truePositives / called : null,
    recall: positives ? truePositives / positives : 0,
    falseRate: negatives ? falsePositives / negatives : 0,
  }
}

type Point = [x: number, y: number]

/** The ROC curve: false positive rate, true positive rate; from (0, 0) to (1, 1). */
export function rocPoints({ points, positives, negatives }: TwoClassCurves): Point[] {
  const rates = points.map(({ truePositives, falsePositives }): Point => [
    negatives ? falsePositives / negatives : 0,
    positives ? truePositives / positives : 0,
  ])
  return [[0, 0], ...rates]
}

/** The precision-recall curve: recall, precision. Its first point continues the first threshold's precision to recall 0. */
export function precisionPoints({ points, positives }: TwoClassCurves): Point[] {
  const rates = points.map(({ truePositives, falsePositives }): Point => [
    positives ? truePositives / positives : 0,
    truePositives / (truePositives + falsePositives),
  ])
  return rates[0] ? [[0, rates[0][1]], ...rates] : []
}
