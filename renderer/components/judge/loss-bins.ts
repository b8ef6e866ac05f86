export interface LossBin {
  /** The bin's lower end, as it is written below it. */
  label: string
  right: number
  wrong: number
}

const edges = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3]

/** Photographs by their loss, half a power of ten to a bin: a mean is made by the last few. */
export function lossBins(losses: readonly { loss: number; label: string; predicted: string }[]): LossBin[] {
  const bins = [
    '< .001',
    ...edges.map((edge, i) => String(edge).replace(/^0/, '') + (i === edges.length - 1 ? '+' : '')),
  ].map((label): LossBin => ({ label, right: 0, wrong: 0 }))
  for (const { loss, label, predicted } of losses) {
    const bin = bins[edges.filter((edge) => loss >= edge).length]
    if (bin) bin[label === predicted ? 'right' : 'wrong']++
  }
  return bins
}

/** How few photographs, the worst ones, carry this share of the whole loss. */
export function carriers(losses: readonly { loss: number }[], share: number): { count: number; share: number } {
  const total = losses.reduce((sum, { loss }) => sum + loss, 0)
  let carried = 0
  let count = 0
  for (const loss of losses.map((row) => row.loss).sort((a, b) => b - a)) {
    if (total === 0 || carried >= share * total) break
    carried += loss
    count++
  }
  return { count, share: total ? carried / total : 0 }
}
