import type { HistoryRow, RunRecord } from '../../../contract/index.ts'
import type { CurveStage } from '../../charts/index.ts'

export interface RunStage extends CurveStage {
  name: string
  unfreeze: string
}

/** A run's stages with the epochs they span, from 1. */
export function stagesOf(record: RunRecord): RunStage[] {
  let before = 0
  return record.plan.stages.map(({ name, unfreeze, epochs }) => {
    const stage = { name, unfreeze, from: before + 1, to: before + epochs, frozen: unfreeze === 'none' }
    before += epochs
    return stage
  })
}

export function plannedEpochs(record: RunRecord): number {
  return record.plan.stages.reduce((sum, { epochs }) => sum + epochs, 0)
}

/** The epoch, from 1, with the highest validation accuracy; the first of equals. */
export function bestOf(history: readonly HistoryRow[]): { epoch: number; accuracy: number } | null {
  return history.reduce<{ epoch: number; accuracy: number } | null>(
    (best, row) =>
      best && best.accuracy >= row.val_accuracy ? best : { epoch: row.epoch + 1, accuracy: row.val_accuracy },
    null,
  )
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
