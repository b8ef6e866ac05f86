import { describe, expect, it } from 'vitest'
import { movers, summaryOf } from '../../../renderer/components/judge/loss-moves.ts'
import { atThreshold, precisionPoints, rocPoints } from '../../../renderer/components/judge/threshold.ts'
import { answersCsv, answersJson, sorted, type Asked } from '../../../renderer/components/use/answers.ts'

describe('a threshold', () => {
  /** Two of the second class, at 0.9 and 0.4, two of the first, at 0.4 and 0.1. */
  const curves = {
    positive: 'dogs',
    negative: 'cats',
    positives: 2,
    negatives: 2,
    points: [
      { threshold: 0.9, truePositives: 1, falsePositives: 0 },
      { threshold: 0.4, truePositives: 2, falsePositives: 1 },
      { threshold: 0.1, truePositives: 2, falsePositives: 2 },
    ],
    rocArea: 0.875,
    averagePrecision: 0.8333,
  }

  it('calls the second class above it, as Keras does', () => {
    expect(atThreshold(curves, 0.5)).toMatchObject({ truePositives: 1, falsePositives: 0, precision: 1, recall: 0.5 })
    expect(atThreshold(curves, 0.4), 'not at it').toMatchObject({ truePositives: 1 })
    expect(atThreshold(curves, 0.3)).toMatchObject({ falseNegatives: 0, trueNegatives: 1, falseRate: 0.5 })
    expect(atThreshold(curves, 1)).toMatchObject({ truePositives: 0, precision: null, trueNegatives: 2 })
    expect(atThreshold(curves, 0)).toMatchObject({ truePositives: 2, falsePositives: 2 })
  })

  it('moves along both curves', () => {
    expect(rocPoints(curves)).toEqual([
      [0, 0],
      [0, 0.5],
      [0.5, 1],
      [1, 1],
    ])
    expect(precisionPoints(curves).slice(0, 2)).toEqual([
      [0, 1],
      [0.5, 1],
    ])
  })
})

describe('losses of the same photographs under two models', () => {
  const pairs = [
    { file: 'a', loss: [0.1, 0.01] as [number, number] },
    { file: 'b', loss: [0.1, 0.05] as [number, number] },
    { file: 'c', loss: [1, 9] as [number, number] },
  ]

  it('can rise on average while the photograph in the middle gets better: a few make the mean', () => {
    const { means, medians, few } = summaryOf(pairs)
    expect(means[1]).toBeGreaterThan(means[0])
    expect(medians).toEqual([0.1, 0.05])
    expect(few).toBe(1)
  })

  it('move when they change threefold', () => {
    const { worse, better } = movers(pairs, 8)
    expect(worse.map(({ file }) => file)).toEqual(['c'])
    expect(better.map(({ file }) => file)).toEqual(['a'])
  })
})

describe('answers', () => {
  const entry = (name: string, label: string, probability: number): Asked => ({
    id: 1,
    name,
    picture: null,
    prediction: { file: `/uploads/${name}`, label, probabilities: { cats: 1 - probability, dogs: probability } },
  })
  const asked = [
    entry('10.jpg', 'dogs', 0.75),
    entry('9, "x".jpg', 'cats', 0.125),
    { id: 2, name: 'z.jpg', picture: null, prediction: null },
  ]

  it('are sorted by class, certainty and name', () => {
    const names = (order: Parameters<typeof sorted>[1]) => sorted(asked, order).map(({ name }) => name)
    expect(names('given')).toEqual(['10.jpg', '9, "x".jpg', 'z.jpg'])
    expect(names('label')).toEqual(['9, "x".jpg', '10.jpg', 'z.jpg'])
    expect(names('sure')).toEqual(['9, "x".jpg', '10.jpg', 'z.jpg'])
    expect(names('unsure')).toEqual(['10.jpg', '9, "x".jpg', 'z.jpg'])
    expect(names('name')).toEqual(['9, "x".jpg', '10.jpg', 'z.jpg'])
  })

  it('are exported under the names that a person gave', () => {
    expect(answersCsv(asked, ['cats', 'dogs'])).toBe(
      'file,label,cats,dogs\r\n10.jpg,dogs,0.25,0.75\r\n"9, ""x"".jpg",cats,0.875,0.125\r\n',
    )
    expect(JSON.parse(answersJson(asked, ['cats', 'dogs']))).toMatchObject({
      classes: ['cats', 'dogs'],
      predictions: [{ file: '10.jpg', label: 'dogs' }, { file: '9, "x".jpg' }],
    })
  })
})
