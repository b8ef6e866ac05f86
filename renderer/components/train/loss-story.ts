import type { HistoryRow } from '../../../contract/index.ts'
import type { LossSpread } from '../../charts/index.ts'

/** How the losses of the photographs went from the epoch of the lowest mean to the last. */
export interface LossStory {
  /** Epochs, from 0. */
  from: number
  to: number
  mean: [number, number]
  median: [number, number]
  accuracy: [number, number]
  /** The mean rose while the accuracy did not fall. */
  isParadox: boolean
}

/** Null while there is nothing to compare: one epoch, or the lowest mean at the last. */
export function tellSpread(spreads: readonly LossSpread[], history: readonly HistoryRow[]): LossStory | null {
  const last = spreads.at(-1)
  const [first] = spreads
  if (!first || !last || first === last) return null
  const lowest = spreads.reduce((best, spread) => (spread.mean < best.mean ? spread : best))
  const from = lowest === last ? first : lowest
  const accuracyAt = (epoch: number): number => history.find((row) => row.epoch === epoch)?.val_accuracy ?? NaN
  const accuracy: [number, number] = [accuracyAt(from.epoch), accuracyAt(last.epoch)]
  return {
    from: from.epoch,
    to: last.epoch,
    mean: [from.mean, last.mean],
    median: [from.quantiles[2], last.quantiles[2]],
    accuracy,
    isParadox: last.mean > from.mean * 1.03 && accuracy[1] >= accuracy[0],
  }
}
