/** Which way a unit counts: images a second, or seconds. */
export type Better = 'more' | 'less'

/** One side's rounds. `spread`: worst round against best, as a share of the median. */
export interface Summary {
  best: number
  median: number
  spread: number
}

/** Best, median and spread of at least one round. */
export function summarize(rounds: readonly number[], better: Better): Summary {
  const sorted = rounds.toSorted((a, b) => a - b)
  const [low, high] = [sorted.at(0), sorted.at(-1)]
  if (low === undefined || high === undefined) throw new RangeError('A summary needs at least one round.')
  const median = (at(sorted, (sorted.length - 1) >> 1) + at(sorted, sorted.length >> 1)) / 2
  return { best: better === 'more' ? high : low, median, spread: (high - low) / median }
}

/** How many times faster Thaw is: above 1 it is ahead, whatever the unit. The ratio of the bests. */
export function ratioOfBests(thaw: Summary, peer: Summary, better: Better): number {
  return better === 'more' ? thaw.best / peer.best : peer.best / thaw.best
}

function at(values: readonly number[], index: number): number {
  const value = values[index]
  if (value === undefined) throw new RangeError(`No value at ${index}.`)
  return value
}
