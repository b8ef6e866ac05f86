/**
 * Wilson's score interval of a proportion: (p + z²/2n ± z √(p(1−p)/n + z²/4n²)) / (1 + z²/n), p = correct/total, n = total.
 * It stays within 0..1 and holds for small n and for p near 0 or 1, where p ± z √(p(1−p)/n) does not.
 *
 * Source: E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927); the same as
 * scipy's `binomtest(correct, total).proportion_ci(method='wilson')`.
 *
 * @param z the normal quantile of the confidence: 1.959964 is 95 %
 * @returns low and high, within 0..1; [0, 1] when there is nothing to count
 * @throws RangeError unless 0 ≤ correct ≤ total, both whole
 */
export function wilsonInterval(correct: number, total: number, z = 1.959964): [number, number] {
  if (!Number.isInteger(correct) || !Number.isInteger(total) || correct < 0 || correct > total) {
    throw new RangeError(`Expected whole numbers with 0 ≤ correct ≤ total. Received: ${correct} of ${total}.`)
  }
  if (total === 0) return [0, 1]
  const share = correct / total
  const scale = 1 + z ** 2 / total
  const centre = (share + z ** 2 / (2 * total)) / scale
  const half = (z / scale) * Math.sqrt((share * (1 - share)) / total + z ** 2 / (4 * total ** 2))
  // At the ends the formula gives exactly 0 and 1, which rounding would miss.
  return [correct === 0 ? 0 : Math.max(0, centre - half), correct === total ? 1 : Math.min(1, centre + half)]
}
