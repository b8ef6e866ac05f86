import type { CompareResult } from '../../../contract/index.ts'

type Words = (key: string, values: Record<string, string | number>, plural?: number) => string

/** How often chance alone would do it, as a person counts: 30 times in 100. */
function often(p: number, t: Words): string {
  for (const total of [100, 1000]) {
    const times = Math.round(p * total)
    if (times >= 1) return t('judge.often', { n: times, total }, times)
  }
  return t('judge.seldom', { total: 1000 })
}

/** McNemar's test for a person who has not heard of McNemar. */
export function compareSentence(result: CompareResult, t: Words): string {
  const { runs, onlyFirstRight, onlySecondRight, mcnemar, verdict } = result
  if (verdict === 'same') return t('judge.compareSame', {})
  const n = onlyFirstRight + onlySecondRight
  const [first, second] = runs
  const found = t('judge.compareFound', { n, first, second, a: onlyFirstRight, b: onlySecondRight }, n)
  const chance = often(mcnemar.p, t)
  if (verdict === 'open') return `${found} ${t('judge.compareOpen', { often: chance })}`
  return `${found} ${t('judge.compareBetter', { often: chance, run: verdict === 'first' ? first : second })}`
}
