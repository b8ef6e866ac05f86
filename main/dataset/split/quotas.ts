type PerSplit = readonly [number, number, number]

/**
 * How many files of each class belong to train, validation and test: for every class the largest-remainder rounding of
 * its shares (Hamilton's method), so that a class's counts add up to the class and each is within one of its exact
 * share. Where remainders are equal, the file goes to the split that is furthest behind its share over the classes so
 * far, then to the earlier one: classes of 34 and 78 at 50/25/25 become 17/9/8 and 39/19/20, and both add up to 28/28.
 *
 * `totals`: files of each class, in class order. `shares`: any non-negative numbers with a positive sum.
 */
export function quotas(totals: readonly number[], shares: PerSplit): PerSplit[] {
  const whole = shares[0] + shares[1] + shares[2]
  const behind = [0, 0, 0]
  return totals.map((total) => {
    const exact = shares.map((share) => (total * share) / whole)
    const counts = exact.map((value) => Math.floor(value + rounding))
    const left = total - counts.reduce((sum, count) => sum + count, 0)
    const inTurn = exact
      .map((value, split) => ({ split, remainder: value - (counts[split] ?? 0), behind: behind[split] ?? 0 }))
      .sort((a, b) => compare(b.remainder, a.remainder) || compare(b.behind, a.behind) || a.split - b.split)
    for (const { split } of inTurn.slice(0, left)) counts[split] = (counts[split] ?? 0) + 1
    exact.forEach((value, split) => (behind[split] = (behind[split] ?? 0) + value - (counts[split] ?? 0)))
    return [counts[0] ?? 0, counts[1] ?? 0, counts[2] ?? 0]
  })
}

/** Shares such as 33.3 are not exact in binary: differences below this are none. */
const rounding = 1e-9

function compare(a: number, b: number): number {
  return Math.abs(a - b) < rounding ? 0 : a - b
}
