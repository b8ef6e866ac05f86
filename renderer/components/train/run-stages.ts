import type { HistoryRow, RunRecord } from '../../../contract/index.ts'
import type { CurveStage } from '../../charts/index.ts'

export interface RunStage extends CurveStage {
  name: string
  unfreeze: string
}

/** A run's stages with the epochs they span, from 1: those that they took where they have ended, else those that are planned. */
export function stagesOf({ plan, stageEpochs, state }: RunRecord): RunStage[] {
  const reached = state === 'done' && stageEpochs.length > 0 ? plan.stages.slice(0, stageEpochs.length) : plan.stages
  let before = 0
  return reached.map(({ name, unfreeze, epochs }, i) => {
    // The last stage may go on, extended, beyond what it had taken.
    const isOver = state === 'done' || i < plan.stages.length - 1
    const took = (isOver ? stageEpochs[i] : undefined) ?? epochs
    const stage = { name, unfreeze, from: before + 1, to: before + took, frozen: unfreeze === 'none' }
    before += took
    return stage
  })
}

export function plannedEpochs(record: RunRecord): number {
  return stagesOf(record).at(-1)?.to ?? 0
}

/** The learning rate of each epoch: what the log says, else what its stage was planned with. */
export function ratesOf(record: RunRecord, history: readonly HistoryRow[]): number[] {
  const stages = stagesOf(record)
  return history.map(({ epoch, learning_rate }) => {
    const at = stages.findIndex(({ to }) => epoch + 1 <= to)
    return learning_rate ?? record.plan.stages.at(at)?.learningRate ?? NaN
  })
}

/** The newest three have a colour of their own, as in the list at the side. `at` from 0. */
export const runColor = (at: number): string => (at < 3 ? `var(--run-${at + 1})` : 'var(--ink3)')

/** At the end of a curve, where there is room for a few letters: a short title, else the run's number. */
export const labelOf = ({ title, name }: RunRecord): string => (title && title.length <= 7 ? title : name.slice(0, 3))

/** What a run is called on screen. */
export const titleOf = ({ title, name }: RunRecord): string => title || name

/** The epoch whose weights the model has: the last, or that of the lowest validation loss. */
export function keptRow({ plan, bestEpoch }: RunRecord, history: readonly HistoryRow[]): HistoryRow | null {
  const best = plan.keep === 'best' ? history.find(({ epoch }) => epoch === bestEpoch) : undefined
  return best ?? history.at(-1) ?? null
}

/** The epoch, from 1, with the highest validation accuracy; the first of equals. */
export function bestOf(history: readonly HistoryRow[]): { epoch: number; accuracy: number } | null {
  return history.reduce<{ epoch: number; accuracy: number } | null>(
    (best, row) =>
      best && best.accuracy >= row.val_accuracy ? best : { epoch: row.epoch + 1, accuracy: row.val_accuracy },
    null,
  )
}

/** The epoch, from 1, with the lowest validation loss, which is what “best” means to a run that keeps it; the first of equals. */
export function lowestOf(history: readonly HistoryRow[]): { epoch: number; loss: number } | null {
  return history.reduce<{ epoch: number; loss: number } | null>(
    (lowest, row) => (lowest && lowest.loss <= row.val_loss ? lowest : { epoch: row.epoch + 1, loss: row.val_loss }),
    null,
  )
}

/** Seconds that a run's features took; `cached`: each was there already; null: not known yet, or it learned from pixels alone. */
export function featuresTook({ seconds, computed }: RunRecord): number | 'cached' | null {
  return computed === 0 ? 'cached' : computed === null ? null : (seconds['extract'] ?? null)
}

export type Reading = 'early' | 'memorising' | 'learning' | 'rising' | 'level'

type Column = Exclude<keyof HistoryRow, 'learning_rate'>

/**
 * What the last third of the curves says, in the order in which it matters: loss on validation rising while accuracy does not fall;
 * training still falling while validation stands still; both falling. Epochs are too few to tell below nine.
 */
export function readCurves(history: readonly HistoryRow[]): Reading {
  if (history.length < 9) return 'early'
  const third = Math.max(3, Math.floor(history.length / 3))
  const mean = (rows: readonly HistoryRow[], key: Column): number =>
    rows.reduce((sum, row) => sum + row[key], 0) / rows.length
  const [earlier, later] = [history.slice(-2 * third, -third), history.slice(-third)]
  const change = (key: Column): number => mean(later, key) / Math.max(1e-9, mean(earlier, key)) - 1
  if (change('val_loss') > 0.03)
    return mean(later, 'val_accuracy') >= mean(earlier, 'val_accuracy') ? 'rising' : 'memorising'
  if (change('loss') < -0.05) return change('val_loss') < -0.03 ? 'learning' : 'memorising'
  return 'level'
}
