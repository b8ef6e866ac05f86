/**
 * McNemar's exact test: whether two models that judged the same photographs differ, from the photographs on which just one
 * of them was right. If neither is better, each such photograph falls to either with probability ½, so
 * p = min(1, 2 · P(X ≤ min(b, c))), X ~ Binomial(b + c, ½).
 *
 * Source: Q. McNemar, Psychometrika 12 (1947), in the exact form; the same as scipy's `binomtest(b, b + c, 0.5).pvalue`.
 *
 * @param b photographs that only the first model had right
 * @param c photographs that only the second model had right
 * @returns the two-sided p value, 0..1; 1 when the models never disagree
 * @throws RangeError unless both are whole and not negative
 */
export function mcnemarExact(b: number, c: number): number {
  if (!Number.isInteger(b) || !Number.isInteger(c) || b < 0 || c < 0) {
    throw new RangeError(`Expected two whole numbers, not negative. Received: ${b} and ${c}.`)
  }
  const n = b + c
  // In logarithms: 2^-n is 0 in float64 from n = 1075 on.
  let term = -n * Math.LN2
  let tail = Math.exp(term)
  for (let k = 1; k <= Math.min(b, c); k++) {
    term += Math.log(n - k + 1) - Math.log(k)
    tail += Math.exp(term)
  }
  return Math.min(1, 2 * tail)
}
