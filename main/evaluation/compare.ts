import type { CompareResult, Disagreement, EvaluateResult, JudgedPhotograph } from '../../contract/index.ts'
import { mcnemarExact } from './mcnemar.ts'

/** Below this p value a difference is called one. */
const level = 0.05

const isRight = ({ label, predicted }: JudgedPhotograph): boolean => label === predicted

/**
 * Two models' results on the same photographs: what only one gets right, and by McNemar's exact test whether that can be
 * chance. What both judged is compared; the caller sees to it that it is the same.
 */
export function compareResults(
  runs: readonly [string, string],
  [first, second]: readonly [EvaluateResult, EvaluateResult],
): Omit<CompareResult, 'looks'> {
  const others = new Map(second.topLosses.map((photograph) => [photograph.file, photograph]))
  const pairs = first.topLosses.flatMap((mine) => {
    const other = others.get(mine.file)
    return other ? [[mine, other] as const] : []
  })
  const count = (a: boolean, b: boolean): number =>
    pairs.filter(([x, y]) => isRight(x) === a && isRight(y) === b).length
  const [onlyFirstRight, onlySecondRight] = [count(true, false), count(false, true)]
  const p = mcnemarExact(onlyFirstRight, onlySecondRight)
  const better = onlyFirstRight > onlySecondRight ? 'first' : 'second'
  const counts = {
    runs: [...runs] as [string, string],
    onlyFirstRight,
    onlySecondRight,
    mcnemar: { p },
    verdict: onlyFirstRight + onlySecondRight === 0 ? 'same' : p < level ? better : 'open',
  } as const
  const pairOf = <T>(value: (result: EvaluateResult) => T): [T, T] => [value(first), value(second)]
  return {
    ...counts,
    total: pairs.length,
    accuracy: pairOf(({ accuracy }) => accuracy),
    interval: pairOf(({ interval }) => interval),
    correct: pairOf(({ correct }) => correct),
    bothRight: count(true, true),
    bothWrong: count(false, false),
    sentence: sentenceOf(counts),
    disagreements: pairs
      .filter(([mine, other]) => isRight(mine) !== isRight(other))
      .map(([mine, other]): Disagreement => ({
        file: mine.file,
        label: mine.label,
        predicted: [mine.predicted, other.predicted],
        loss: [mine.loss, other.loss],
      }))
      .sort((a, b) => Math.abs(b.loss[1] - b.loss[0]) - Math.abs(a.loss[1] - a.loss[0])),
    losses: pairs.map(([mine, other]) => ({ file: mine.file, label: mine.label, loss: [mine.loss, other.loss] })),
  }
}

const photographs = (count: number): string => (count === 1 ? '1 photograph' : `${count} photographs`)

/** How often chance alone would do it: `30 times in 100`. */
function often(p: number): string {
  for (const out of [100, 1000]) {
    const times = Math.round(p * out)
    if (times >= 1) return times === 1 ? `once in ${out}` : `${times} times in ${out}`
  }
  return 'less than once in 1000'
}

function sentenceOf({
  runs: [first, second],
  onlyFirstRight,
  onlySecondRight,
  mcnemar,
  verdict,
}: Pick<CompareResult, 'runs' | 'onlyFirstRight' | 'onlySecondRight' | 'mcnemar' | 'verdict'>): string {
  if (verdict === 'same') {
    return 'Both are right on the same photographs and wrong on the same: nothing here tells them apart.'
  }
  const found = `They differ on ${photographs(onlyFirstRight + onlySecondRight)}: only ${first} is right on ${onlyFirstRight}, only ${second} on ${onlySecondRight}.`
  const chance = `If neither were better, a coin thrown for each would give so uneven a split, or a more uneven one, ${often(mcnemar.p)}`
  if (verdict === 'open') return `${found} ${chance}: these photographs do not say which is better.`
  return `${found} ${chance}: on photographs like these, ${verdict === 'first' ? first : second} is probably better.`
}
