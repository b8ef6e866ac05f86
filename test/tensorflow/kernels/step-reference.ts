import { outputSizeOf, type StepCase, type StepValues } from './step.ts'

/** A step's convolution, or one of its gradients, by its definition in float64. */
export function stepReference(each: StepCase, { x, kernel, bias, dy }: StepValues): Float64Array {
  const { part, batch, height, width, channels, filters, padding, relu } = each
  const [rows, columns] = outputSizeOf(each)
  const pad = padding === 'same' ? 1 : 0
  const sizes = { forward: dy.length, input: x.length, filter: kernel.length }
  const to = new Float64Array(sizes[part])
  const visit = (output: number, input: number, tap: number) => {
    for (let c = 0; c < channels; c++)
      for (let f = 0; f < filters; f++) {
        const [atY, atX, atG] = [output * filters + f, input * channels + c, (tap * channels + c) * filters + f]
        if (part === 'forward') to[atY]! += x[atX]! * kernel[atG]!
        else if (part === 'input') to[atX]! += dy[atY]! * kernel[atG]!
        else to[atG]! += x[atX]! * dy[atY]!
      }
  }
  for (let image = 0; image < batch; image++)
    for (let place = 0; place < rows * columns; place++)
      for (let tap = 0; tap < 9; tap++) {
        const row = Math.floor(place / columns) + Math.floor(tap / 3) - pad
        const column = (place % columns) + (tap % 3) - pad
        if (row < 0 || row >= height || column < 0 || column >= width) continue
        visit(image * rows * columns + place, (image * height + row) * width + column, tap)
      }
  if (part !== 'forward') return to
  return to.map((sum, i) => {
    const value = sum + (bias.length ? bias[i % filters]! : 0)
    return relu && value < 0 ? 0 : value
  })
}
