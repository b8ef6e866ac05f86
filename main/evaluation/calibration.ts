import type { Calibration } from '../../contract/index.ts'

/**
 * Reliability in bins of equal width, each without its lower end as in scikit-learn's `calibration_curve`, and the expected
 * calibration error: Σ (photographs of the bin / all) · |accuracy − confidence|.
 *
 * Source: C. Guo et al., "On calibration of modern neural networks", ICML 2017, equation 3.
 *
 * @param confidence the probability of the predicted class, 0..1, of each photograph
 * @param right whether that class is the true one
 */
export function calibrationOf(confidence: readonly number[], right: readonly boolean[], bins = 10): Calibration {
  const sums = Array.from({ length: bins }, () => ({ count: 0, confidence: 0, right: 0 }))
  confidence.forEach((value, index) => {
    const bin = sums[Math.min(bins - 1, Math.max(0, Math.ceil(value * bins) - 1))]!
    bin.count += 1
    bin.confidence += value
    bin.right += Number(right[index])
  })
  const filled = sums.map(({ count, confidence: sum, right: correct }, index) => ({
    from: index / bins,
    to: (index + 1) / bins,
    count,
    confidence: count ? sum / count : 0,
    accuracy: count ? correct / count : 0,
  }))
  const total = Math.max(1, confidence.length)
  const ece = filled.reduce((sum, bin) => sum + (bin.count / total) * Math.abs(bin.accuracy - bin.confidence), 0)
  return { bins: filled, ece }
}
