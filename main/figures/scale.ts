/** The least of 1, 2, 5, 10, 20, … times any power of ten that is not below `rough`. */
export function niceStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough))
  const factor = [1, 2, 5, 10].find((candidate) => candidate * power >= rough * (1 - 1e-9)) ?? 10
  return factor * power
}

export interface Scale {
  min: number
  max: number
  step: number
  /** Digits after the point that tell one label from the next. */
  digits: number
}

const scaleOf = (min: number, max: number, step: number): Scale => ({
  min,
  max,
  step,
  digits: Math.max(0, -Math.floor(Math.log10(step) + 1e-9)),
})

/** The axis of an accuracy: up to 1, down to the rule below the lowest value. Values that are not finite do not count. */
export function accuracyScale(values: readonly number[]): Scale {
  const lowest = Math.min(0.9, ...values.filter(Number.isFinite))
  const step = niceStep((1 - lowest) / 7)
  const rules = Math.ceil((1 - Math.max(0, lowest)) / step - 1e-9)
  return scaleOf(Math.max(0, 1 - rules * step), 1, step)
}

/** The axis of a loss: from 0 up to the rule above the highest value. Values that are not finite do not count. */
export function lossScale(values: readonly number[]): Scale {
  const highest = Math.max(1e-6, ...values.filter(Number.isFinite))
  const step = niceStep(highest / 6)
  return scaleOf(0, Math.ceil(highest / step - 1e-9) * step, step)
}

/** The epochs that an axis names: 1, then whole multiples of a round step, at most nine in all. */
export function epochTicks(epochs: number): number[] {
  const step = Math.max(1, niceStep(epochs / 8))
  const multiples = Array.from({ length: Math.floor(epochs / step) }, (_, i) => (i + 1) * step)
  return [1, ...multiples.filter((epoch) => epoch > 1)]
}
