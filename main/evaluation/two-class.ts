import type { ThresholdPoint, TwoClassCurves } from '../../contract/index.ts'

/**
 * What every threshold between two classes would give, with the area under the ROC curve (trapezoids) and the average
 * precision, Σ (Rₙ − Rₙ₋₁) Pₙ.
 *
 * Source: scikit-learn, `roc_curve(drop_intermediate=False)`, `roc_auc_score` and `average_precision_score`.
 *
 * @param probability of the second class, of each photograph
 * @param labels 0 or 1
 */
export function twoClassCurves(
  [negative, positive]: readonly [string, string],
  probability: readonly number[],
  labels: ArrayLike<number>,
): TwoClassCurves {
  const order = probability.map((_, index) => index).sort((a, b) => probability[b]! - probability[a]!)
  const points: ThresholdPoint[] = []
  let [truePositives, falsePositives] = [0, 0]
  order.forEach((index, place) => {
    if (labels[index] === 1) truePositives += 1
    else falsePositives += 1
    const threshold = probability[index]!
    // Equal probabilities are called alike.
    if (probability[order[place + 1]!] !== threshold) points.push({ threshold, truePositives, falsePositives })
  })
  const positives = truePositives
  const negatives = falsePositives
  let [area, precision] = [0, 0]
  points.forEach((point, index) => {
    const before = points[index - 1] ?? { truePositives: 0, falsePositives: 0 }
    const rise = point.truePositives - before.truePositives
    const run = point.falsePositives - before.falsePositives
    area += (run * (point.truePositives + before.truePositives)) / 2
    precision += (rise * point.truePositives) / (point.truePositives + point.falsePositives)
  })
  return {
    positive,
    negative,
    positives,
    negatives,
    points,
    rocArea: positives && negatives ? area / (positives * negatives) : null,
    averagePrecision: positives ? precision / positives : null,
  }
}
