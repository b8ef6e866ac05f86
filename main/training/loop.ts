import { fail, type HistoryRow, type Stage } from '../../contract/index.ts'
import { meanOf, scoresOf } from '../evaluation/index.ts'
import { randomStream, shuffled } from '../network/index.ts'
import type { TrainingProgress } from './checkpoint.ts'
import { afterEpoch } from './plateau.ts'
import { inOrder, type Source } from './source.ts'
import type { Trainer } from './trainer.ts'

/** An epoch that has ended. */
export interface EpochEnd {
  row: HistoryRow
  /** Where the run then stands. */
  progress: TrainingProgress
  /** Whether its validation loss is the run's lowest so far. */
  isBest: boolean
  /** Of each validation sample: float32 (n). */
  losses: Float32Array
}

export interface StageOptions {
  trainer: Trainer
  stage: Stage
  /** Samples in one step. */
  batch: number
  seed: number
  train: Source
  validation: Source
  /** Where the run stands before the stage's next epoch. */
  from: TrainingProgress
  signal: AbortSignal
  /** After each epoch; awaited before the next one begins. */
  onEpoch: (end: EpochEnd) => Promise<void>
  /** After each step, with those of this epoch done and to do. */
  onStep?: (done: number, steps: number) => void
}

/** Mean loss and accuracy of a network in inference mode, each sample's loss and probabilities. */
export async function evaluateSource(trainer: Trainer, source: Source, signal: AbortSignal) {
  const parts: Float32Array[] = []
  for await (const { values } of source.batches(inOrder(source), trainer.inferenceBatch, 0)) {
    signal.throwIfAborted()
    parts.push(trainer.logits(values))
  }
  const logits = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    logits.set(part, at)
    at += part.length
  }
  const scores = scoresOf(trainer.loss, logits, source.labels)
  return { ...scores, loss: meanOf(scores.losses), accuracy: scores.correct / source.count }
}

/** Steps of one epoch of a stage. */
export const stepsOf = (stage: Pick<Stage, 'stepsPerEpoch'>, count: number, batch: number): number =>
  stage.stepsPerEpoch ?? Math.ceil(count / batch)

/**
 * One epoch: the running means of loss and accuracy, as Keras's `fit` shows. Every pass over the samples has an order of its
 * own; an epoch of a fixed number of steps goes on where the one before stopped, through one pass after the other.
 */
async function trainEpoch(options: StageOptions, rate: number) {
  const { trainer, stage, batch, seed, train, from, signal, onStep } = options
  const perPass = Math.ceil(train.count / batch)
  const wanted = stepsOf(stage, train.count, batch)
  const end = from.steps + wanted
  let { steps } = from
  let [loss, correct, seen] = [0, 0, 0]
  while (steps < end) {
    const [pass, first] = [Math.floor(steps / perPass), steps % perPass]
    const last = Math.min(perPass, first + end - steps)
    const order = shuffled(train.count, randomStream(seed, 'shuffle', from.stage, pass))
    for await (const { values, labels } of train.batches(order.subarray(first * batch, last * batch), batch, pass)) {
      signal.throwIfAborted()
      const result = trainer.step({ values, labels, learningRate: rate, step: ++steps, seed })
      loss += result.loss * labels.length
      correct += result.correct
      seen += labels.length
      onStep?.(wanted - (end - steps), wanted)
    }
  }
  return { loss: loss / seen, accuracy: correct / seen, steps }
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
    const rate = progress.rate ?? stage.learningRate
    const trained = await trainEpoch({ ...options, from: progress }, rate)
    const validated = await evaluateSource(trainer, validation, signal)
    if (!Number.isFinite(trained.loss) || !Number.isFinite(validated.loss)) {
      throw fail('loss-not-finite', `The loss is not a number any more in epoch ${progress.epochs + 1}.`, {
        found: `loss ${trained.loss}, val_loss ${validated.loss}`,
        remedy: 'The epochs before it are kept. Train again with a lower learning rate.',
      })
    }
    const isBest = progress.best === null || validated.loss < progress.best.valLoss
    const isStageBest = progress.stageBest === null || validated.loss < progress.stageBest
    const row: HistoryRow = {
      epoch: progress.epochs,
      accuracy: trained.accuracy,
      loss: trained.loss,
      val_accuracy: validated.accuracy,
      val_loss: validated.loss,
      ...(stage.reduceOnPlateau ? { learning_rate: rate } : {}),
    }
    const lowered = stage.reduceOnPlateau && afterEpoch(stage.reduceOnPlateau, progress.plateau, rate, validated.loss)
    progress = {
      stage: progress.stage,
      stageEpochs: progress.stageEpochs + 1,
      epochs: progress.epochs + 1,
      steps: trained.steps,
      best: isBest ? { epoch: row.epoch, valLoss: row.val_loss } : progress.best,
      stageBest: isStageBest ? row.val_loss : progress.stageBest,
      sinceBest: isStageBest ? 0 : progress.sinceBest + 1,
      rate: lowered ? lowered.rate : progress.rate,
      plateau: lowered ? lowered.state : progress.plateau,
    }
    await onEpoch({ row, progress, isBest, losses: Float32Array.from(validated.losses) })
  }
  return progress
}
