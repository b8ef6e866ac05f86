import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { judge, mcnemarExact, wilsonInterval } from '../../main/evaluation/index.ts'
import { runPython } from '../helpers/oracle.ts'

interface Scores {
  accuracy: number
  balancedAccuracy: number
  loss: number
  confusion: number[][]
  precision: number[]
  recall: number[]
  f1: number[]
  support: number[]
  /** Accuracy and confidence of the bins that hold something, and what each bin holds. */
  reliability: [number[], number[], number[]]
  ece: number
  rocArea?: number
  averagePrecision?: number
  /** False and true positive rates, and the thresholds. */
  roc?: [number[], number[], number[]]
}
interface Oracle {
  intervals: [number, number][]
  mcnemar: number[]
  judged: Scores[]
}

/** A small generator with a fixed start, so that Keras and Thaw see the same numbers every time. */
function* numbers(): Generator<number> {
  for (let state = 7; ;) {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31
    yield state / 2 ** 31
  }
}
const source = numbers()
const next = (): number => source.next().value as number

function sigmoidCase(count: number): { labels: number[]; probabilities: number[][] } {
  return {
    labels: Array.from({ length: count }, () => Number(next() < 0.3)),
    probabilities: Array.from({ length: count }, (_, i) => [[0, 1, 0.5, 1e-9, 1 - 1e-8][i] ?? next()]),
  }
}

function softmaxCase(count: number, classes: number): { labels: number[]; probabilities: number[][] } {
  const row = (): number[] => {
    const powers = Array.from({ length: classes }, () => Math.exp(12 * next()))
    const sum = powers.reduce((total, power) => total + power)
    return powers.map((power) => power / sum)
  }
  const certain = Array.from({ length: classes }, (_, i) => Number(i === 0))
  return {
    labels: Array.from({ length: count }, () => Math.floor(next() * (classes - 1))),
    probabilities: [certain, certain, ...Array.from({ length: count - 2 }, row)],
  }
}

const asked = {
  proportions: [
    [0, 1],
    [1, 1],
    [0, 34],
    [55, 68],
    [68, 68],
    [900, 1000],
    [12_345, 25_000],
  ] as [number, number][],
  disagreements: [
    [0, 1],
    [1, 1],
    [2, 9],
    [9, 2],
    [40, 41],
    [3, 60],
    [700, 800],
  ] as [number, number][],
  judged: [sigmoidCase(101), softmaxCase(68, 4), softmaxCase(500, 10)],
}

describe('the scores of a model are those of scipy, scikit-learn and Keras', () => {
  const folder = mkdtempSync(join(tmpdir(), 'thaw-'))
  let oracle: Oracle
  beforeAll(async () => {
    writeFileSync(join(folder, 'in.json'), JSON.stringify(asked))
    oracle = JSON.parse(await runPython('evaluation_scores.py', [join(folder, 'in.json')])) as Oracle
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  it.each(asked.proportions.map(([correct, total], index) => ({ correct, total, index })))(
    'Wilson’s interval of $correct of $total',
    ({ correct, total, index }) => {
      const [low, high] = wilsonInterval(correct, total)
      expect(low).toBeCloseTo(oracle.intervals[index]![0], 7)
      expect(high).toBeCloseTo(oracle.intervals[index]![1], 7)
    },
  )

  it.each(asked.disagreements.map(([b, c], index) => ({ b, c, index })))(
    'McNemar’s p for $b against $c',
    ({ b, c, index }) => {
      const p = oracle.mcnemar[index]!
      expect(Math.abs(mcnemarExact(b, c) - p) / p).toBeLessThan(1e-9)
    },
  )

  it.each(asked.judged.map((given, index) => ({ given, index, rows: given.labels.length })))(
    'accuracy, losses, confusion and scores by class of $rows photographs',
    ({ given: { labels, probabilities }, index }) => {
      const width = probabilities[0]!.length
      const classes = Array.from({ length: Math.max(2, width) }, (_, i) => `class${i}`)
      const result = judge({
        classes,
        labels,
        probabilities: Float32Array.from(probabilities.flat()),
        files: labels.map((_, i) => `${i}.jpg`),
      })
      const expected = oracle.judged[index]!
      expect(result.accuracy).toBeCloseTo(expected.accuracy, 12)
      expect(result.balancedAccuracy).toBeCloseTo(expected.balancedAccuracy, 12)
      expect(Math.abs(result.loss - expected.loss) / expected.loss).toBeLessThan(1e-6)
      expect(result.confusion).toEqual(expected.confusion)
      classes.forEach((name, i) => {
        expect(result.perClass[name]).toEqual({
          precision: expect.closeTo(expected.precision[i]!, 12),
          recall: expect.closeTo(expected.recall[i]!, 12),
          f1: expect.closeTo(expected.f1[i]!, 12),
          support: expected.support[i],
        })
      })
      const { bins, ece } = result.calibration
      const filled = bins.filter(({ count }) => count > 0)
      expect(bins.map(({ count }) => count)).toEqual(expected.reliability[2])
      filled.forEach(({ accuracy, confidence }, i) => {
        expect(accuracy).toBeCloseTo(expected.reliability[0][i]!, 12)
        expect(confidence).toBeCloseTo(expected.reliability[1][i]!, 6)
      })
      expect(ece).toBeCloseTo(expected.ece, 6)
    },
  )

  it('the ROC curve, its area and the average precision of two classes', () => {
    const { labels, probabilities } = asked.judged[0]!
    const { twoClass } = judge({
      classes: ['no', 'yes'],
      labels,
      probabilities: Float32Array.from(probabilities.flat()),
      files: labels.map((_, i) => `${i}.jpg`),
    })
    const { rocArea, averagePrecision, roc } = oracle.judged[0]!
    if (!twoClass || !roc) throw new Error('Two classes have curves.')
    const { points, positives, negatives } = twoClass
    expect(twoClass.rocArea).toBeCloseTo(rocArea!, 12)
    expect(twoClass.averagePrecision).toBeCloseTo(averagePrecision!, 12)
    expect(points.map(({ threshold }) => threshold)).toEqual(roc[2])
    points.forEach(({ falsePositives, truePositives }, i) => {
      expect(falsePositives / negatives).toBeCloseTo(roc[0][i]!, 12)
      expect(truePositives / positives).toBeCloseTo(roc[1][i]!, 12)
    })
  })
})
