/** `average`: the book's; `debiased`: TensorBoard's. */
export const smoothingForms = ['average', 'debiased'] as const
export type SmoothingForm = (typeof smoothingForms)[number]

/** Exponential moving average as the book draws it: s[0] = x[0], s[i] = factor·s[i-1] + (1-factor)·x[i]. */
export function smooth(values: readonly number[], factor: number, form: SmoothingForm = 'average'): number[] {
  if (form === 'debiased') return smoothDebiased(values, factor)
  let previous: number | undefined
  return values.map((value) => (previous = previous === undefined ? value : factor * previous + (1 - factor) * value))
}

/** The same from 0, divided by the weight it has gathered: TensorBoard's, after Adam's correction (Kingma and Ba, 2014). */
function smoothDebiased(values: readonly number[], factor: number): number[] {
  let sum = 0
  let weight = 1
  return values.map((value) => {
    sum = factor * sum + (1 - factor) * value
    weight *= factor
    return sum / (1 - weight)
  })
}
