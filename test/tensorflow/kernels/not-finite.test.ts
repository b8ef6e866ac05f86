import { beforeAll, describe, expect, test } from 'vitest'
import type { Tile } from '../../../main/tensorflow/kernels/index.ts'
import { once, ourSession, requireKernels, valuesFor, type Case } from './convolve.ts'

beforeAll(requireKernels)

const size = 13
const filters = 16
const places = [0, 1, 5, 6, 7, 11, 12].flatMap((row) => [0, 3, 6, 12].map((column) => [row, column] as const))
const tiles: Tile[] = [1, 2, 3, 4, 6]

const caseOf = (tile: Tile, form: Partial<Case> = {}): Case => ({
  ...{ tile, height: size, width: size, channels: 16, filters, batch: 1 },
  ...{ padding: 'same', bias: true, relu: false, pool: false, ...form },
})

/** The outputs with one input set to `value`. */
function withOne(each: Case, row: number, column: number, value: number): Float32Array {
  const values = valuesFor(each)
  values.x[(row * size + column) * each.channels + 7] = value
  return once(ourSession(each, values), each, values.x)
}

/** Calls back for each output place of `y`, which has `columns` of them in a row. */
function forPlaces(y: Float32Array, columns: number, check: (row: number, column: number, at: Float32Array) => void) {
  for (let i = 0; i < y.length / filters; i++)
    check(Math.floor(i / columns), i % columns, y.subarray(i * filters, (i + 1) * filters))
}

describe.each(tiles)('tile %i', (tile) => {
  test.each([NaN, Infinity, -Infinity])(
    '%f reaches every output whose window it lies in, and no tile beyond',
    (value) => {
      const each = caseOf(tile)
      const untouched = withOne(each, 0, 0, valuesFor(each).x[7]!)
      for (const [row, column] of places) {
        const reaches = (place: number, output: number) => Math.abs(place - output) <= 1
        // The inputs of a tile begin one before its first output and end one behind its last.
        const first = (output: number) => Math.floor(output / tile) * tile
        const mayReach = (place: number, output: number) => place >= first(output) - 1 && place <= first(output) + tile
        forPlaces(withOne(each, row, column, value), size, (r, c, at) => {
          if (reaches(row, r) && reaches(column, c)) expect(at.some(Number.isFinite)).toBe(false)
          else if (!mayReach(row, r) || !mayReach(column, c)) {
            expect(at).toEqual(untouched.subarray((r * size + c) * filters, (r * size + c + 1) * filters))
          }
        })
      }
    },
  )

  test('not-a-number passes through ReLU and max-pool', () => {
    for (const [row, column] of places) {
      const touched = (place: number, output: number) => 2 * output + 1 >= place - 1 && 2 * output <= place + 1
      const y = withOne(caseOf(tile, { relu: true }), row, column, NaN)
      forPlaces(y, size, (r, c, at) => {
        if (Math.abs(r - row) <= 1 && Math.abs(c - column) <= 1) expect(at.every(Number.isNaN)).toBe(true)
      })
      if (tile % 2) continue // the pool that follows is TensorFlow's own
      const pooled = withOne(caseOf(tile, { relu: true, pool: true }), row, column, NaN)
      forPlaces(pooled, Math.floor(size / 2), (r, c, at) => {
        if (touched(row, r) && touched(column, c)) expect(at.every(Number.isNaN)).toBe(true)
      })
    }
  })
})
