/** Seconds after which an old measurement counts for 1/e. */
const memory = 15
/** Nothing is foretold from less than this: it would be noise. */
const leastSeconds = 2
const leastUnits = 2

/** Tells how long the rest takes, from how fast things went lately. */
export interface Rate {
  /** `done` of `total` units at `now` (seconds): the seconds left, or null while that cannot be told. */
  secondsLeft(done: number, total: number, now: number): number | null
}

/**
 * An exponentially smoothed rate: units and seconds are each summed with weights that fade with age, and the rate is
 * their quotient, which needs no correction for a short past. Units done before the first call are not counted as speed.
 */
export function createRate(): Rate {
  let first: { done: number; now: number } | null = null
  let last = { done: 0, now: 0 }
  let units = 0
  let seconds = 0
  return {
    secondsLeft(done, total, now) {
      if (first === null) {
        first = last = { done, now }
        return null
      }
      const passed = now - last.now
      const fading = Math.exp(-passed / memory)
      units = units * fading + (done - last.done)
      seconds = seconds * fading + passed
      last = { done, now }
      if (total <= 0 || units <= 0 || seconds <= 0) return null
      if (now - first.now < leastSeconds && done - first.done < leastUnits) return null
      return (Math.max(0, total - done) * seconds) / units
    },
  }
}
