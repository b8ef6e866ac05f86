import { expect, test } from 'vitest'
import { ratioOfBests, summarize } from './statistics.ts'

test('the best round is the highest where more is better, the lowest where less is', () => {
  expect(summarize([30, 36, 33], 'more')).toEqual({ best: 36, median: 33, spread: 6 / 33 })
  expect(summarize([30, 36, 33], 'less')).toEqual({ best: 30, median: 33, spread: 6 / 33 })
})

test('the median of an even number of rounds lies between the middle two', () => {
  expect(summarize([1, 2, 4, 100], 'less').median).toBe(3)
  expect(summarize([7], 'less')).toEqual({ best: 7, median: 7, spread: 0 })
})

test('a summary of no rounds is refused', () => {
  expect(() => summarize([], 'more')).toThrow('at least one round')
})

test('a ratio above 1 means that Thaw is ahead, whatever the unit', () => {
  const [fast, slow] = [summarize([40], 'more'), summarize([20], 'more')]
  expect(ratioOfBests(fast, slow, 'more')).toBe(2)
  expect(ratioOfBests(summarize([2], 'less'), summarize([10], 'less'), 'less')).toBe(5)
})
