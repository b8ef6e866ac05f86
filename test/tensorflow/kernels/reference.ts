import type { Case, Values } from './convolve.ts'

/** The convolution by its definition in float64, with bias, ReLU and pool: [batch, height, width, filters]. */
export function reference(test: Case, values: Values): Float64Array {
  const rows = test.height - (test.padding === 'same' ? 0 : 2)
  const columns = test.width - (test.padding === 'same' ? 0 : 2)
  const y = new Float64Array(test.batch * rows * columns * test.filters)
  for (let i = 0; i < test.batch * rows; i++)
    for (let column = 0; column < columns; column++) {
      const at = (i * columns + column) * test.filters
      sums(test, values, Math.floor(i / rows), i % rows, column, y.subarray(at, at + test.filters))
    }
  return test.pool ? pooled(y, test.batch, rows, columns, test.filters) : y
}

function sums(test: Case, { x, kernel, bias }: Values, image: number, row: number, column: number, to: Float64Array) {
  const { height, width, channels, filters } = test
  const pad = test.padding === 'same' ? 1 : 0
  to.set(bias)
  for (let tap = 0; tap < 9; tap++) {
    const r = row + Math.floor(tap / 3) - pad
    const c = column + (tap % 3) - pad
    if (r < 0 || r >= height || c < 0 || c >= width) continue
    for (let channel = 0; channel < channels; channel++) {
      const input = x[((image * height + r) * width + c) * channels + channel]!
      const weights = (tap * channels + channel) * filters
      for (let f = 0; f < filters; f++) to[f]! += input * kernel[weights + f]!
    }
  }
  if (test.relu) for (let f = 0; f < filters; f++) if (to[f]! < 0) to[f] = 0
}

function pooled(y: Float64Array, batch: number, rows: number, columns: number, filters: number): Float64Array {
  const down = Math.floor(rows / 2)
  const across = Math.floor(columns / 2)
  return Float64Array.from({ length: batch * down * across * filters }, (_, i) => {
    const filter = i % filters
    const column = Math.floor(i / filters) % across
    const row = Math.floor(i / filters / across) % down
    const image = Math.floor(i / filters / across / down)
    const value = (r: number, c: number) =>
      y[((image * rows + 2 * row + r) * columns + 2 * column + c) * filters + filter]!
    return Math.max(value(0, 0), value(0, 1), value(1, 0), value(1, 1))
  })
}
