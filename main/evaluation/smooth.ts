/** Refuses a weight with which an average would never move. */
function checkWeight(weight: number): void {
  if (!(weight >= 0 && weight < 1)) {
    throw new RangeError(`Expected a smoothing weight of at least 0 and below 1. Received: ${weight}.`)
  }
}

/**
 * The exponential moving average of the book's curves: s[0] = x[0], s[i] = weight · s[i−1] + (1 − weight) · x[i]. A value that
 * is not finite stays as it is and is left out of the average.
 *
 * Source: F. Chollet, Deep Learning with Python, 5.3.1, `smooth_curve`.
 *
 * @param weight 0 (no smoothing) up to, not including, 1; the book's is 0.8
 * @throws RangeError for another weight
 */
export function smooth(values: readonly number[], weight = 0.8): number[] {
  checkWeight(weight)
  let average: number | undefined
  return values.map((value) => {
    if (!Number.isFinite(value)) return value
    average = average === undefined ? value : weight * average + (1 - weight) * value
    return average
  })
}

/**
 * TensorBoard's moving average: starts at 0 and is divided by the weight that the values have had so far, so that the first
 * value does not outweigh the others: a[i] = weight · a[i−1] + (1 − weight) · x[i], s[i] = a[i] / (1 − weight^(i+1)). A value that
 * is not finite stays as it is and is left out of the average.
 *
 * Source: TensorBoard, `resmoothDataset` in vz_line_chart2; the same bias correction as in Kingma and Ba, Adam (2015).
 *
 * @param weight 0 (no smoothing) up to, not including, 1
 * @throws RangeError for another weight
 */
export function smoothDebiased(values: readonly number[], weight = 0.8): number[] {
  checkWeight(weight)
  let sum = 0
  let count = 0
  return values.map((value) => {
    if (!Number.isFinite(value)) return value
    sum = weight * sum + (1 - weight) * value
    count += 1
    return sum / (1 - weight ** count)
  })
}
