import { setImmediate } from 'node:timers/promises'
import { fail, type HistoryRow, type Stage } from '../../contract/index.ts'
import { randomStream, shuffled } from '../network/index.ts'
import type { TrainingProgress } from './checkpoint.ts'
import { meanOf, scoresOf } from '../evaluation/index.ts'
import { gather, type Rows } from './rows.ts'
import type { Trainer } from './trainer.ts'

export interface StageOptions {
  trainer: Trainer
  stage: Stage
  batch: number
  seed: number
  train: Rows
  validation: Rows
  /** Where the run stands before the stage's next epoch. */
  from: TrainingProgress
  signal: AbortSignal
  /** After each epoch, with where the run then stands; awaited before the next one begins. */
  onEpoch: (row: HistoryRow, progress: TrainingProgress, isBest: boolean) => Promise<void>
}

/** Samples in one inference call: as many as keep its memory small. */
const inferenceBatch = 500

/** Mean loss and accuracy of a network in inference mode, and each sample's logits (n, 1 or classes). */
export function evaluateRows(trainer: Trainer, rows: Rows) {
  const length = rows.values.length / rows.count
  let logits = new Float32Array(0)
  for (let at = 0; at < rows.count; at += inferenceBatch) {
    const to = Math.min(at + inferenceBatch, rows.count)
    const part = trainer.logits(rows.values.slice(at * length, to * length))
    if (at === 0) logits = new Float32Array((part.length / to) * rows.count)
    logits.set(part, (part.length / (to - at)) * at)
  }
  const scores = scoresOf(trainer.loss, logits, rows.labels)
  return { ...scores, loss: meanOf(scores.losses), accuracy: scores.correct / rows.count }
}

/** One pass over the training samples in a new order: the running means of loss and accuracy, as Keras's `fit` shows. */
async function trainEpoch({ trainer, stage, batch, seed, train, from, signal }: StageOptions) {
  const order = shuffled(train.count, randomStream(seed, 'shuffle', from.epochs))
  let { steps } = from
  let [loss, correct] = [0, 0]
  for (let at = 0; at < order.length; at += batch) {
    const chosen = gather(train, order.subarray(at, at + batch))
    const result = trainer.step({ ...chosen, learningRate: stage.learningRate, step: ++steps, seed })
    loss += result.loss * chosen.labels.length
    correct += result.correct
    await setImmediate() // lets a cancel in
    signal.throwIfAborted()
  }
  return { loss: loss / train.count, accuracy: correct / train.count, steps }
}

/**
 * Trains a stage from where the run stands to its last epoch, or until validation loss has not fallen for
 * `stage.earlyStop` epochs. Returns where the run then stands; aborted, throws the signal's reason between two steps.
 *
 * @throws `loss-not-finite` after an epoch that ends in NaN or infinity, before anything is said of it
 */
export async function trainStage(options: StageOptions): Promise<TrainingProgress> {
  const { trainer, stage, validation, onEpoch, signal } = options
  let progress = options.from
  const hasStopped = () => stage.earlyStop !== null && progress.sinceBest >= stage.earlyStop
  while (progress.stageEpochs < stage.epochs && !hasStopped()) {
    signal.throwIfAborted()
    const trained = await trainEpoch({ ...options, from: progress })
    const validated = evaluateRows(trainer, validation)
    if (!Number.isFinite(trained.loss) || !Number.isFinite(validated.loss)) {
      throw fail('loss-not-finite', `The loss is not a number any more in epoch ${progress.epochs + 1}.`, {
        found: `loss ${trained.loss}, val_loss ${validated.loss}`,
        remedy: 'The epochs before it are kept. Train again with a lower learning rate.',
      })
    }
    const isBest = progress.best === null || validated.loss < progress.best.valLoss
    const row: HistoryRow = {
      epoch: progress.epochs,
      accuracy: trained.accuracy,
      loss: trained.loss,
      val_accuracy: validated.accuracy,
      val_loss: validated.loss,
    }
    progress = {
      stage: progress.stage,
      stageEpochs: progress.stageEpochs + 1,
      epochs: progress.epochs + 1,
      steps: trained.steps,
      best: isBest ? { epoch: row.epoch, valLoss: row.val_loss } : progress.best,
      sinceBest: isBest ? 0 : progress.sinceBest + 1,
    }
    await onEpoch(row, progress, isBest)
  }
  return progress
}
