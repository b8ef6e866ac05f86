import type { LineMeasured } from '../../contract/index.ts'
import { multiplyAddsOf, thawedLayers, type Network } from '../network/index.ts'

/** What an epoch does with the line at some place. */
export interface EpochAt {
  unfreeze: string
  steps: number
  /** Photographs to validate. */
  validation: number
  checkpointBytes: number
}

/**
 * Seconds of an epoch with the line at any place of a base. Between the places that were measured times follow what is
 * computed: validation the multiply-adds of the layers above the line, a step also those of their gradients. A checkpoint's
 * follow its bytes: it is copied between two epochs, and written while the next one trains.
 */
export function epochTimes(base: Network, measured: LineMeasured): (epoch: EpochAt) => number {
  const work = multiplyAddsOf(base)
  const places = measured.points.map((point) => ({ ...point, ...workAbove(base, work, point.unfreeze) }))
  const copied = measured.checkpoints.map(({ bytes, take }): Known => [bytes, take])
  const written = measured.checkpoints.map(({ bytes, write }): Known => [bytes, write])
  return ({ unfreeze, steps, validation, checkpointBytes }) => {
    const at = workAbove(base, work, unfreeze)
    const step = between(
      places.map((place): Known => [place.stepWork, place.step]),
      at.stepWork,
    )
    const validate = between(
      places.map((place): Known => [place.forwardWork, place.validate]),
      at.forwardWork,
    )
    const computing = steps * step + validation * validate
    return Math.max(computing, between(written, checkpointBytes)) + between(copied, checkpointBytes)
  }
}

/** Multiply-adds above the line, for one photograph: the lowest layer that learns needs its kernel's gradient, not its input's. */
function workAbove(base: Network, work: ReadonlyMap<string, number>, unfreeze: string) {
  const layers = [...thawedLayers(base, unfreeze)].map((name) => work.get(name) ?? 0).filter((count) => count > 0)
  const forwardWork = layers.reduce((sum, count) => sum + count, 0)
  return { forwardWork, stepWork: 3 * forwardWork - (layers[0] ?? 0) }
}

/** Where, and what was measured there. */
type Known = readonly [at: number, value: number]

/** By straight lines between what is known; outside on the line through the nearest two, never below the smallest known. */
function between(known: readonly Known[], at: number): number {
  const sorted = known.toSorted(([a], [b]) => a - b)
  const upper = sorted.findIndex(([place]) => place >= at)
  const right = upper === -1 ? sorted.length - 1 : Math.max(1, upper)
  const [a, b] = [sorted[right - 1] ?? sorted[0]!, sorted[right] ?? sorted[0]!]
  const share = b[0] === a[0] ? 0 : (at - a[0]) / (b[0] - a[0])
  return Math.max(Math.min(a[1], b[1]), a[1] + share * (b[1] - a[1]))
}
