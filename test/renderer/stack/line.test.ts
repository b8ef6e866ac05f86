import { expect, test } from 'vitest'
import {
  boundaryAt,
  cacheBytes,
  computedShare,
  cutAfterKey,
  lineAfterKey,
  overfittingRisk,
  parametersAt,
  stackOf,
  withCut,
} from '../../../renderer/stack/index.ts'
import { vgg16Rows } from '../harness/network.ts'

const stack = stackOf(vgg16Rows(2))
const top = stack.base.length
const at = (name: string): number => stack.base.findIndex((row) => row.name === name)

test('on top of the base only the head learns, and the base is the book’s', () => {
  expect(parametersAt(stack, top)).toEqual({ trainable: 2_097_665, frozen: 14_714_688 })
})

test('thawing block 5 lets 9,177,089 parameters learn, thawing all of them 16,812,353', () => {
  expect(parametersAt(stack, at('block5_conv1')).trainable).toBe(9_177_089)
  expect(parametersAt(stack, 0)).toEqual({ trainable: 16_812_353, frozen: 0 })
})

test('with the line at block 5 the cache is block4_pool and 8.7 % of the network is still computed', () => {
  const line = at('block5_conv1')
  expect(stack.base[boundaryAt(stack, line)]?.name).toBe('block4_pool')
  expect(computedShare(stack, line)).toBeCloseTo(0.087, 3)
  expect(cacheBytes(stack, line, 272)).toBe(272 * 9 * 9 * 512 * 4)
})

test('with everything thawed nothing is kept', () => {
  expect(boundaryAt(stack, 0)).toBe(-1)
  expect(cacheBytes(stack, 0, 272)).toBe(0)
  expect(computedShare(stack, 0)).toBe(1)
})

test('arrows move a layer, the page keys a block, Home and End all the way', () => {
  const line = at('block5_conv1')
  expect(lineAfterKey(stack, line, 'ArrowUp')).toBe(line + 1)
  expect(lineAfterKey(stack, line, 'ArrowDown')).toBe(line - 1)
  expect(lineAfterKey(stack, line, 'PageDown')).toBe(at('block4_conv1'))
  expect(lineAfterKey(stack, line, 'PageUp')).toBe(top)
  expect(lineAfterKey(stack, at('block5_conv3'), 'PageDown')).toBe(line)
  expect(lineAfterKey(stack, line, 'Home')).toBe(0)
  expect(lineAfterKey(stack, line, 'End')).toBe(top)
  expect(lineAfterKey(stack, top, 'ArrowUp')).toBe(top)
  expect(lineAfterKey(stack, 0, 'ArrowDown')).toBe(0)
  expect(lineAfterKey(stack, line, 'a')).toBeNull()
})

test('a cut leaves out what is above it, and comes back', () => {
  const cut = stackOf(vgg16Rows(2), 'block4_pool')
  expect(cut.base.at(-1)?.name).toBe('block4_pool')
  expect(cut.unused.map(({ name }) => name)).toEqual(['block5_conv1', 'block5_conv2', 'block5_conv3', 'block5_pool'])
  expect(withCut(cut, top)).toEqual(stack)
  expect(stackOf(vgg16Rows(2), 'no such layer')).toEqual(stack)
  expect(parametersAt(cut, cut.base.length).frozen).toBe(7_635_264)
})

test('the cut has the line’s keys, and one layer is always used', () => {
  expect(cutAfterKey(stack, top, 'ArrowDown')).toBe(top - 1)
  expect(cutAfterKey(stack, top, 'PageDown')).toBe(at('block5_conv1'))
  expect(cutAfterKey(stack, 3, 'PageDown')).toBe(1)
  expect(cutAfterKey(stack, 5, 'Home')).toBe(1)
  expect(cutAfterKey(withCut(stack, 5), 5, 'End')).toBe(top)
  expect(cutAfterKey(stack, 1, 'ArrowDown')).toBe(1)
})

test('the risk of overfitting stays between none and certain', () => {
  expect(overfittingRisk(1, 1000)).toBe(0)
  expect(overfittingRisk(16_812_353, 2)).toBe(1)
  expect(overfittingRisk(16_812_353, 0)).toBe(1)
})
