import type { Plateau } from '../../contract/index.ts'

/** What ReduceLROnPlateau remembers between epochs. */
export interface PlateauState {
  /** Lowest validation loss that counted as a fall; null before the first epoch. */
  readonly best: number | null
  readonly wait: number
  readonly cooldown: number
}

export const noPlateau: PlateauState = { best: null, wait: 0, cooldown: 0 }

/** The learning rate after an epoch with this validation loss (keras.callbacks.ReduceLROnPlateau, mode `min`). */
export function afterEpoch(
  { factor, patience, minDelta, cooldown, minRate }: Plateau,
  state: PlateauState,
  rate: number,
  valLoss: number,
): { state: PlateauState; rate: number } {
  const cooling = Math.max(0, state.cooldown - 1)
  if (state.best === null || valLoss < state.best - minDelta) {
    return { state: { best: valLoss, wait: 0, cooldown: cooling }, rate }
  }
  if (cooling > 0) return { state: { best: state.best, wait: 0, cooldown: cooling }, rate }
  const wait = (state.cooldown > 0 ? 0 : state.wait) + 1
  if (wait < patience) return { state: { best: state.best, wait, cooldown: 0 }, rate }
  if (rate <= minRate) return { state: { best: state.best, wait, cooldown: 0 }, rate }
  return { state: { best: state.best, wait: 0, cooldown }, rate: Math.max(rate * factor, minRate) }
}
