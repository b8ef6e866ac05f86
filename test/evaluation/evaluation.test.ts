import { describe, expect, it } from 'vitest'
import { judge, mcnemarExact, smooth, smoothDebiased, wilsonInterval } from '../../main/evaluation/index.ts'

const failureCode = (code: string): unknown => expect.objectContaining({ failure: expect.objectContaining({ code }) })

describe('the interval of an accuracy', () => {
  it('is Wilson’s, worked by hand for 8 of 10', () => {
    // z² = 3.841459, scale 1.3841459, centre (0.8 + 0.19207295) / scale, half z/scale · √(0.016 + 0.009603647)
    const [low, high] = wilsonInterval(8, 10)
    expect(low).toBeCloseTo(0.490162, 6)
    expect(high).toBeCloseTo(0.943318, 6)
  })

  it('stays within 0 and 1, and is everything when nothing was counted', () => {
    expect(wilsonInterval(0, 5)[0]).toBe(0)
    expect(wilsonInterval(5, 5)[1]).toBe(1)
    expect(wilsonInterval(0, 0)).toEqual([0, 1])
    expect(() => wilsonInterval(6, 5)).toThrow(RangeError)
  })
})

describe('McNemar’s exact test', () => {
  it('adds up the binomial tail, both sides', () => {
    expect(mcnemarExact(1, 5)).toBeCloseTo((2 * (1 + 6)) / 64, 14)
    expect(mcnemarExact(5, 1)).toBe(mcnemarExact(1, 5))
    expect(mcnemarExact(0, 3)).toBeCloseTo(0.25, 14)
  })

  it('sees no difference between models that never disagree, or that win equally often', () => {
    expect(mcnemarExact(0, 0)).toBe(1)
    expect(mcnemarExact(7, 7)).toBe(1)
    expect(() => mcnemarExact(-1, 2)).toThrow(RangeError)
  })
})

describe('smoothing', () => {
  it('is the book’s moving average, which starts at the first value', () => {
    expect(smooth([1, 0, 0], 0.8)).toEqual([1, 0.8, expect.closeTo(0.64, 12)])
  })

  it('is also TensorBoard’s, in which the first value weighs no more than the others', () => {
    expect(smoothDebiased([1, 0, 3], 0.5)).toEqual([1, expect.closeTo(1 / 3, 12), expect.closeTo(13 / 7, 12)])
  })

  it.each([smooth, smoothDebiased])('changes nothing at weight 0 (%o)', (average) => {
    expect(average([3, 1, 2], 0)).toEqual([3, 1, 2])
  })

  it.each([smooth, smoothDebiased])('passes over values that are not numbers (%o)', (average) => {
    expect(average([1, NaN, 1, Infinity, 1], 0.9)).toEqual([1, NaN, expect.closeTo(1), Infinity, expect.closeTo(1)])
  })

  it.each([1, -0.1, NaN])('refuses the weight %d', (weight) => {
    expect(() => smooth([1], weight)).toThrow(RangeError)
    expect(() => smoothDebiased([1], weight)).toThrow(RangeError)
  })
})

describe('judging a model', () => {
  const cats = { classes: ['cats', 'dogs'], files: ['a.jpg', 'b.jpg', 'c.jpg', 'd.jpg'] }

  it('reads one probability as class 1 of two, above a half', () => {
    const labels = [0, 1, 1, 0]
    const result = judge({ ...cats, labels, probabilities: Float32Array.of(0.25, 0.75, 0.5, 0.875) })
    expect(result).toMatchObject({ accuracy: 0.5, correct: 2, total: 4 })
    expect(result.confusion).toEqual([
      [1, 1],
      [1, 1],
    ])
    const losses = [0.75, 0.75, 0.5, 0.125].map((p) => -Math.log(p))
    expect(result.loss).toBeCloseTo(losses.reduce((sum, loss) => sum + loss) / 4, 12)
  })

  it('lists the worst photographs first, the most certain mistake on top', () => {
    const { topLosses } = judge({
      ...cats,
      labels: [0, 1, 1, 0],
      probabilities: Float32Array.of(0.25, 0.8, 0.5, 0.875),
    })
    expect(topLosses.map(({ file }) => file)).toEqual(['d.jpg', 'c.jpg', 'a.jpg', 'b.jpg'])
    expect(topLosses[0]).toEqual({
      file: 'd.jpg',
      probabilities: [0.125, 0.875],
      label: 'cats',
      predicted: 'dogs',
      loss: -Math.log(0.125),
    })
  })

  it('lists the loss of every photograph, so that a share of the losses is a share of all', () => {
    const count = 200
    const probabilities = Float32Array.from({ length: count }, (_, i) => (i < 60 ? 0.1 : 0.6 + i / 1000))
    const files = Array.from({ length: count }, (_, i) => `${i}.jpg`)
    const { topLosses, loss } = judge({ ...cats, files, labels: files.map(() => 1), probabilities })
    expect(new Set(topLosses.map(({ file }) => file)).size).toBe(count)
    expect(topLosses.reduce((sum, photograph) => sum + photograph.loss, 0) / count).toBeCloseTo(loss, 12)
  })

  it('clips a loss at 1e-7, unless it is given the losses that the logits have', () => {
    const one = { ...cats, files: ['a.jpg'], labels: [0], probabilities: Float32Array.of(1) }
    expect(judge(one).loss).toBeCloseTo(-Math.log(2 ** -23), 6)
    expect(judge({ ...one, losses: [40] }).loss).toBe(40)
  })

  it('counts a class that is missing out of the balanced accuracy, and scores it 0', () => {
    const result = judge({
      classes: ['a', 'b', 'c'],
      labels: [0, 0, 1],
      probabilities: Float32Array.of(0.8, 0.1, 0.1, 0.2, 0.5, 0.3, 0, 1, 0),
      files: ['1', '2', '3'],
    })
    expect(result.balancedAccuracy).toBe(0.75)
    expect(result.perClass['c']).toEqual({ precision: 0, recall: 0, f1: 0, support: 0 })
    expect(result.perClass['b']).toEqual({ precision: 0.5, recall: 1, f1: 2 / 3, support: 1 })
  })

  it('takes the first of equally probable classes', () => {
    const probabilities = Float32Array.of(0.4, 0.4, 0.2)
    expect(judge({ classes: ['a', 'b', 'c'], labels: [1], probabilities, files: ['1'] }).topLosses[0]).toMatchObject({
      label: 'b',
      predicted: 'a',
    })
  })

  it('refuses an empty split, rows of another length, an unknown class and NaN, and says which photograph', () => {
    const probabilities = Float32Array.of(0.1, 0.2, 0.3, 0.4)
    expect(() => judge({ ...cats, files: [], labels: [], probabilities: new Float32Array() })).toThrow(
      failureCode('empty-split'),
    )
    expect(() => judge({ ...cats, labels: [0, 1], probabilities })).toThrow(failureCode('bad-shape'))
    expect(() => judge({ ...cats, classes: ['a', 'b', 'c'], labels: [0, 1, 0, 1], probabilities })).toThrow(
      failureCode('bad-shape'),
    )
    expect(() => judge({ ...cats, labels: [0, 2, 0, 1], probabilities })).toThrow(/b\.jpg/)
    expect(() => judge({ ...cats, labels: [0, 1, 0, 1], probabilities: Float32Array.of(0, NaN, 0, 0) })).toThrow(
      /NaN for b\.jpg/,
    )
  })
})
