/** A photograph's loss under two models. */
export interface LossPair {
  file: string
  loss: [number, number]
}

/** Below this a loss is as good as nothing: where a logarithmic axis begins. */
export const leastLoss = 1e-6

const onAxis = (loss: number): number => Math.log10(Math.max(leastLoss, loss))
/** Powers of ten that a loss has moved by, up is worse. */
export const moveOf = ({ loss: [before, after] }: LossPair): number => onAxis(after) - onAxis(before)

/** The photographs whose loss changed most on a logarithmic axis, at least threefold: worse, then better. */
export function movers<T extends LossPair>(pairs: readonly T[], most: number): { worse: T[]; better: T[] } {
  const sorted = [...pairs].sort((a, b) => moveOf(b) - moveOf(a))
  const third = Math.log10(3)
  return {
    worse: sorted.filter((pair) => moveOf(pair) >= third).slice(0, most),
    better: sorted
      .filter((pair) => moveOf(pair) <= -third)
      .reverse()
      .slice(0, most),
  }
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

/** Mean and median under each, and how few photographs make the difference of the means. */
export function summaryOf(pairs: readonly LossPair[]) {
  const of = (which: 0 | 1): number[] => pairs.map(({ loss }) => loss[which])
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)
  const means: [number, number] = [mean(of(0)), mean(of(1))]
  const rise = means[1] - means[0]
  const changes = pairs
    .map(({ loss: [before, after] }) => (rise >= 0 ? after - before : before - after))
    .sort((a, b) => b - a)
  let [carried, few] = [0, 0]
  for (const change of changes) {
    if (carried >= Math.abs(rise) * pairs.length || change <= 0) break
    carried += change
    few++
  }
  return { means, medians: pairs.length ? ([median(of(0)), median(of(1))] as [number, number]) : means, few }
}
