import { describe, expect, it } from 'vitest'
import { compareResults, judge } from '../../main/evaluation/index.ts'

/** A result on photographs of class b: each right where its letter is 1. */
const resultOf = (right: string) =>
  judge({
    classes: ['a', 'b'],
    labels: [...right].map(() => 1),
    probabilities: Float32Array.from(right, (letter) => (letter === '1' ? 0.9 : 0.2)),
    files: [...right].map((_, i) => `${i}.jpg`),
  })
const compare = (first: string, second: string) =>
  compareResults(['001-extract', '002-extract'], [resultOf(first), resultOf(second)])

describe('two runs on the same photographs', () => {
  it('are told apart by what only one of them gets right', () => {
    const result = compare('1111111100', '1100000010')
    expect(result).toMatchObject({ onlyFirstRight: 6, onlySecondRight: 1, bothRight: 2, bothWrong: 1, verdict: 'open' })
    expect(result.mcnemar.p).toBeCloseTo((2 * (1 + 7)) / 2 ** 7, 12)
    expect(result.correct).toEqual([8, 3])
    expect(result.disagreements).toHaveLength(7)
    expect(result.disagreements[0]).toMatchObject({ label: 'b' })
    expect(result.losses).toHaveLength(10)
  })

  it('and the sentence says what chance would do, and whether one is better', () => {
    expect(compare('1111111100', '1100000010').sentence).toBe(
      'They differ on 7 photographs: only 001-extract is right on 6, only 002-extract on 1. If neither were better, a coin thrown for each would give so uneven a split, or a more uneven one, 13 times in 100: these photographs do not say which is better.',
    )
    expect(compare('0000000001', '1111111111').sentence).toMatch(
      /4 times in 1000: .* 002-extract is probably better\.$/,
    )
    expect(compare('0'.repeat(20), '1'.repeat(20)).sentence).toContain('less than once in 1000')
    expect(compare('11', '11')).toMatchObject({ verdict: 'same', mcnemar: { p: 1 } })
    expect(compare('11', '11').sentence).toContain('nothing here tells them apart')
  })
})
