import { expect, test } from 'vitest'
import { nearnessOf } from '../../main/insight/nearness.ts'

test('the nearest of each is by the cosine, and two groups lie on either side of the plane', () => {
  // Two directions, at different lengths, each with a little of a third channel.
  const means = Float32Array.of(9, 0, 1, 0, 5, 0, 3, 0, 0.3, 0, 20, 4)
  const { nearest, places } = nearnessOf(means, 3)
  expect(nearest).toEqual([2, 3, 0, 1])
  const [first, second, third, fourth] = places.map(([x]) => Math.sign(x))
  expect([third, fourth]).toEqual([first, second])
  expect(first).toBe(-second!)
  expect(Math.max(...places.flat().map(Math.abs))).toBe(1)
})

test('places keep the distances of points that lie on a plane', () => {
  const angles = [0.1, 0.5, 0.9, 1.3]
  const means = Float32Array.from(angles.flatMap((angle) => [Math.cos(angle), Math.sin(angle), 0, 0]))
  const { places } = nearnessOf(means, 4)
  const apart = (a: number, b: number) => Math.hypot(places[a]![0] - places[b]![0], places[a]![1] - places[b]![1])
  const chord = (a: number, b: number) => 2 * Math.sin(Math.abs(angles[a]! - angles[b]!) / 2)
  const ratio = apart(0, 3) / chord(0, 3)
  for (const [a, b] of [
    [0, 1],
    [0, 2],
    [1, 3],
  ] as const)
    expect(apart(a, b) / chord(a, b)).toBeCloseTo(ratio, 3)
})

test('a photograph alone, photographs that are alike and a silent layer have places too', () => {
  expect(nearnessOf(Float32Array.of(1, 2), 2)).toEqual({ nearest: [-1], places: [[0, 0]] })
  expect(nearnessOf(new Float32Array(6), 2)).toEqual({
    nearest: [1, 0, 0],
    places: [
      [0, 0],
      [0, 0],
      [0, 0],
    ],
  })
  const equal = nearnessOf(Float32Array.of(1, 2, 1, 2, 1, 2), 2)
  expect(equal.nearest).toEqual([1, 0, 0])
  expect(equal.places.flat().every(Number.isFinite)).toBe(true)
})
