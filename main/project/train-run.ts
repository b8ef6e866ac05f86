import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { failureOf, type HistoryRow, type Plan, type Stage, type Work } from '../../contract/index.ts'
import { whenThereIsRoom, writeTogether, type FileToWrite } from '../files/index.ts'
import {
  initialWeights,
  weightSpecs,
  type Network,
  type StepConvolutions,
  type Weight,
  type Weights,
} from '../network/index.ts'
import {
  atTheStart,
  checkpointFile,
  enterStage,
  keepCheckpoint,
  needMemory,
  openTrainer,
  readCheckpoint,
  stepsOf,
  trainStage,
  type Checkpoint,
  type State,
  type TrainingProgress,
} from '../training/index.ts'
import { openOneWrite } from './one-write.ts'
import type { Place } from './places.ts'
import type { StageSources } from './run-features.ts'

/** The files in a run's checkpoint/ folder. */
export const checkpointFiles = (folder: string) => ({
  last: join(folder, 'last.safetensors'),
  best: join(folder, 'best.safetensors'),
})

export interface TrainOptions {
  plan: Plan
  /** Where each stage trains. */
  places: readonly Place[]
  openStage: (stage: number) => Promise<StageSources>
  /** The base's weights and the head's first ones. */
  initial: Weights
  /** What our own kernels compute of the convolutions. */
  convolutions: StepConvolutions
  classes: number
  /** The run's checkpoint/ folder. */
  folder: string
  /** The file with each validation photograph's loss after an epoch added; written before the epoch's checkpoint. */
  lossesFile: (epoch: number, losses: Float32Array) => FileToWrite
  /** The file of all epochs so far; written after the checkpoint. */
  historyFile: (history: readonly HistoryRow[]) => FileToWrite
  /** Called once an epoch's checkpoint is safe, with all epochs so far. */
  onEpoch: (history: readonly HistoryRow[], stage: Stage) => void
  /** Called when a stage has ended, with the epochs it took. */
  onStage: (stage: number, epochs: number, seconds: number) => Promise<void>
  work: Work
}

const valuesOfAll = (weights: Weights): State => new Map([...weights].map(([path, { values }]) => [path, values]))

export interface Trained {
  progress: TrainingProgress
  history: readonly HistoryRow[]
  /** Of base and head, those to keep: the last epoch's, or the best one's if the plan says so. */
  weights: Weights
}

/** Where a run's last checkpoint stands; null before its first epoch has ended. */
export const reachedIn = (folder: string): Promise<Checkpoint | null> => readCheckpoint(checkpointFiles(folder).last)

const isBestSoFar = ({ progress: { best, epochs } }: Checkpoint): boolean => best?.epoch === epochs - 1

/** The first weights of a head: the same for every run with this seed. */
export const firstHeadWeights = (head: Network, seed: number): Weights => initialWeights(head, seed)

/** scikit-learn's `balanced` class weights: n / (classes × photographs of the class). */
function balancedWeights(labels: Int32Array, classes: number): number[] {
  const counts = new Array<number>(classes).fill(0)
  for (const label of labels) counts[label]!++
  return counts.map((count) => (count === 0 ? 1 : labels.length / (classes * count)))
}

/** A state without optimizer slots: what a new stage begins with, since Keras compiles the model anew. */
function weightsOnly(network: Network, state: State): State {
  const paths = new Set(weightSpecs(network).map(({ path }) => path))
  return new Map([...state].filter(([name]) => paths.has(name)))
}

/** Whether a run was asked to end here and keep what it has. */
export const isAskedToFinish = (signal: AbortSignal): boolean =>
  signal.aborted && failureOf(signal.reason).code === 'finish'

/**
 * Trains the plan's stages, from the last checkpoint where there is one. An epoch's checkpoint is written while the next epoch
 * trains, and before anything is said of its own. Asked to finish, it ends with the last epoch that was whole.
 */
export async function trainRun(options: TrainOptions): Promise<Trained> {
  const { plan, folder, initial, work } = options
  const files = checkpointFiles(folder)
  const before = await reachedIn(folder)
  // A kill may have come between its writing and its keeping.
  if (before && isBestSoFar(before)) await whenThereIsRoom(work, folder, () => keepCheckpoint(files.last, files.best))
  let reached: Checkpoint = before ?? { progress: atTheStart, history: [], state: new Map() }
  try {
    const { stage, stageEpochs } = reached.progress
    const first = stageEpochs >= plan.stages[stage]!.epochs ? stage + 1 : stage
    for (let index = first; index < plan.stages.length; index++) {
      reached = await runStage(options, index, reached)
    }
  } catch (error) {
    const last = isAskedToFinish(work.signal) ? await reachedIn(folder) : null
    if (!last) throw error
    reached = last
  }
  const best = plan.keep === 'best' ? await readCheckpoint(files.best) : null
  const { progress, history, state } = reached
  return { progress, history, weights: overlaid(initial, best?.state ?? state) }
}

async function runStage(options: TrainOptions, index: number, reached: Checkpoint): Promise<Checkpoint> {
  const { plan, places, initial, classes, folder, openStage, lossesFile, historyFile, onEpoch, onStage, work } = options
  const files = checkpointFiles(folder)
  const [stage, place] = [plan.stages[index]!, places[index]!]
  const from = enterStage(reached.progress, index)
  const total = plan.stages.reduce((sum, { epochs }) => sum + epochs, 0)
  const batch = stage.batch ?? plan.batch
  const { network, frozen } = place
  needMemory(network, batch, stage.optimizer)
  let { history } = reached
  const { train, validation } = await openStage(index)
  try {
    const state = from.stageEpochs === 0 ? weightsOnly(network, reached.state) : reached.state
    const classWeights = stage.classWeights === 'balanced' ? balancedWeights(train.labels, classes) : undefined
    const trainer = openTrainer(network, stage.optimizer, new Map([...valuesOfAll(initial), ...state]), {
      frozen,
      input: place.isPixels ? 'pixels' : 'float32',
      classWeights,
      convolutions: options.convolutions,
    })
    const begun = performance.now()
    const writing = openOneWrite()
    try {
      const steps = stepsOf(stage, train.count, batch)
      let epochs = from.epochs
      const tell = (part = 0) => work.progress('train', epochs + part, total, 'epochs')
      tell()
      const progress = await trainStage({
        trainer,
        stage,
        batch,
        seed: plan.seed,
        train,
        validation,
        from,
        signal: work.signal,
        onStep: (done) => tell((done / steps) * 0.99),
        async onEpoch({ row, progress, isBest, losses }) {
          const soFar = [...history, row]
          history = soFar
          await writing.end()
          const checkpoint = { progress, history: soFar, state: trainer.state() }
          const written = [
            lossesFile(row.epoch, losses),
            checkpointFile(files.last, trainer.variables, checkpoint),
            historyFile(soFar),
          ]
          await writing.begin(async () => {
            await whenThereIsRoom(work, folder, async () => {
              await writeTogether(written)
              if (isBest) await keepCheckpoint(files.last, files.best)
            })
            onEpoch(soFar, stage)
          })
          await setTimeout(1) // its files are open before the next step holds the thread
          epochs = progress.epochs
          tell()
        },
      })
      await writing.end()
      await onStage(index, progress.stageEpochs, (performance.now() - begun) / 1000)
      return { progress, history, state: trainer.state() }
    } finally {
      await writing.end().catch(() => {}) // what it threw was thrown above, or something before it
      trainer.close()
    }
  } finally {
    await Promise.all([train.close(), validation.close()])
  }
}

/** Weights, with those of a state in place of the first ones. */
function overlaid(weights: Weights, state: State): Weights {
  return new Map(
    [...weights].map(([path, weight]): [string, Weight] => {
      const values = state.get(path)
      return [path, values ? { shape: weight.shape, values } : weight]
    }),
  )
}
