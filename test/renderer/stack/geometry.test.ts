import { expect, test } from 'vitest'
import {
  columnsFor,
  facets,
  lineGap,
  nearestCut,
  nearestLine,
  placeStack,
  stackOf,
  withCut,
} from '../../../renderer/stack/index.ts'
import { vgg16Rows } from '../harness/network.ts'

const stack = stackOf(vgg16Rows(4))
const top = stack.base.length

test('no row covers another, wherever the line stands', () => {
  for (let at = 0; at <= top; at++) {
    const { head, base } = placeStack(stack, at, 304)
    const rows = [...head, ...base]
    for (let i = 1; i < rows.length; i++)
      expect(rows[i]?.y).toBeGreaterThanOrEqual((rows[i - 1]?.y ?? 0) + (rows[i - 1]?.height ?? 0))
  }
})

test('the line stands in a gap between the layer that learns and the layer that does not', () => {
  for (let at = 1; at < top; at++) {
    const { base, lineY } = placeStack(stack, at, 304)
    const above = base.find(({ index }) => index === at)
    const below = base.find(({ index }) => index === at - 1)
    expect(lineY).toBeGreaterThan((above?.y ?? 0) + (above?.height ?? 0))
    expect(lineY).toBeLessThan(below?.y ?? 0)
    expect((below?.y ?? 0) - (above?.y ?? 0) - (above?.height ?? 0)).toBeGreaterThanOrEqual(lineGap - 2)
  }
})

test('a pointer at the line leaves it where it is', () => {
  for (let at = 0; at <= top; at++) expect(nearestLine(stack, 304, placeStack(stack, at, 304).lineY)).toBe(at)
})

test('wherever the base is cut, layers keep apart and a pointer at the cut leaves it there', () => {
  for (let count = 1; count <= top; count++) {
    const cut = withCut(stack, count)
    for (const at of [0, count]) {
      const placed = placeStack(cut, at, 304)
      const rows = [...placed.head, ...placed.unused, ...placed.base]
      for (let i = 1; i < rows.length; i++)
        expect(rows[i]?.y).toBeGreaterThanOrEqual((rows[i - 1]?.y ?? 0) + (rows[i - 1]?.height ?? 0))
      expect(rows).toHaveLength(top + stack.head.length)
      expect(placed.cutY).toBeLessThan(placed.base[0]?.y ?? 0)
      expect(placed.cutY).toBeGreaterThan(placed.unused.at(-1)?.y ?? 0)
      expect(nearestCut(cut, at, 304, placed.cutY)).toBe(count)
    }
  }
})

test('the whole stack of VGG16 fits the window that it is drawn for', () => {
  for (let at = 0; at <= top; at++) expect(placeStack(stack, at, 304).height).toBeLessThanOrEqual(848)
})

test('width falls with the feature map, and a narrow stage loses the cost column before the numbers', () => {
  const widths = placeStack(stack, top, 304).base.map(({ width }) => Math.round(width))
  expect(widths.at(-1)).toBe(304)
  expect([...widths].sort((a, b) => a - b)).toEqual(widths)
  expect(columnsFor(892).cost).not.toBeNull()
  expect(columnsFor(640).cost).toBeNull()
  expect(columnsFor(640).params).toBeLessThanOrEqual(640)
})

test('the same layer is always cut into the same facets', () => {
  expect(facets(304, 29, 4)).toEqual(facets(304, 29, 4))
  expect(facets(304, 29, 4)).not.toEqual(facets(304, 29, 5))
})
