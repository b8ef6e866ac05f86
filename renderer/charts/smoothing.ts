/** Exponential moving average as the book draws it: s[0] = x[0], s[i] = factor·s[i-1] + (1-factor)·x[i]. */
export function smooth(values: readonly number[], factor: number): number[] {
  let previous: number | undefined
  return values.map((value) => (previous = previous === undefined ? value : factor * previous + (1 - factor) * value))
}
