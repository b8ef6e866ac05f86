import { describe, expect, it } from 'vitest'
import { accuracyScale, epochTicks, lossScale, niceStep } from '../../main/figures/scale.ts'

describe('the axes of a figure', () => {
  it.each([
    [1, [1]],
    [5, [1, 2, 3, 4, 5]],
    [30, [1, 5, 10, 15, 20, 25, 30]],
    [80, [1, 10, 20, 30, 40, 50, 60, 70, 80]],
    [1000, [1, 200, 400, 600, 800, 1000]],
  ])('name the epochs of a run of %d from 1, by round steps', (epochs, ticks) => {
    expect(epochTicks(epochs)).toEqual(ticks)
  })

  it('of accuracy end at 1 and begin at the rule below the lowest value', () => {
    expect(accuracyScale([0.34, 0.8])).toMatchObject({ min: expect.closeTo(0.3), max: 1, step: 0.1, digits: 1 })
    expect(accuracyScale([0.98, 1])).toMatchObject({ min: expect.closeTo(0.9), max: 1, digits: 2 })
    expect(accuracyScale([0, 1])).toMatchObject({ min: 0, max: 1 })
  })

  it('of loss begin at 0 and end at the rule above the highest value', () => {
    expect(lossScale([0.1, 1.62])).toEqual({ min: 0, max: 2, step: 0.5, digits: 1 })
    expect(lossScale([0]).max).toBeGreaterThan(0)
  })

  it('pass over values that are not numbers', () => {
    expect(lossScale([NaN, Infinity, 0.9]).max).toBe(lossScale([0.9]).max)
    expect(accuracyScale([NaN, 0.5]).min).toBe(accuracyScale([0.5]).min)
  })

  it('have steps of 1, 2 or 5 times a power of ten', () => {
    expect([0.03, 0.11, 3, 7, 10].map(niceStep)).toEqual([0.05, 0.2, 5, 10, 10])
  })
})
