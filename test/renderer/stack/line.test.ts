import { expect, test } from 'vitest'
import {
  boundaryAt,
  cacheBytes,
  computedShare,
  epochSeconds,
  lineAfterKey,
  overfittingRisk,
  parametersAt,
  stackOf,
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

test('an epoch costs the more, the deeper the line', () => {
  const work = { train: 136, validation: 68, imagesPerSecond: 36 }
  const seconds = [...stack.base.keys(), top].map((line) => epochSeconds(stack, line, work))
  for (let i = 1; i < seconds.length; i++) expect(seconds[i]).toBeLessThanOrEqual(seconds[i - 1] ?? 0)
  expect(seconds[0]).toBeCloseTo((3 * 136 + 68) / 36, 1)
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

test('the risk of overfitting stays between none and certain', () => {
  expect(overfittingRisk(1, 1000)).toBe(0)
  expect(overfittingRisk(16_812_353, 2)).toBe(1)
  expect(overfittingRisk(16_812_353, 0)).toBe(1)
})
