import { join } from 'node:path'
import type { HistoryRow, Plan, Work } from '../../contract/index.ts'
import { initialWeights, weightSpecs, type Network, type Weight, type Weights } from '../network/index.ts'
import {
  keepCheckpoint,
  openTrainer,
  readCheckpoint,
  trainStage,
  writeCheckpoint,
  type Checkpoint,
  type Rows,
  type State,
  type TrainingProgress,
} from '../training/index.ts'

const atTheStart: TrainingProgress = { stage: 0, stageEpochs: 0, epochs: 0, steps: 0, best: null, sinceBest: 0 }

/** The files in a run's checkpoint/ folder. */
export const checkpointFiles = (folder: string) => ({
  last: join(folder, 'last.safetensors'),
  best: join(folder, 'best.safetensors'),
})

export interface TrainOptions {
  plan: Plan
  /** The head, on the base's output. */
  network: Network
  train: Rows
  validation: Rows
  /** The run's checkpoint/ folder. */
  folder: string
  /** Called once an epoch's checkpoint is safe, with all epochs so far. */
  onEpoch: (history: readonly HistoryRow[], stage: string) => Promise<void>
  work: Work
}

const valuesOfAll = (weights: Weights): State => new Map([...weights].map(([path, { values }]) => [path, values]))

/** The stage after this one, from the start of its own count. */
const nextStage = (progress: TrainingProgress, stage: number): TrainingProgress =>
  progress.stage === stage ? progress : { ...progress, stage, stageEpochs: 0, steps: 0, sinceBest: 0 }

export interface Trained {
  progress: TrainingProgress
  history: readonly HistoryRow[]
  /** Those to keep: the last epoch's, or the best one's if the plan says so. */
  weights: Weights
}

/** Where a run's last checkpoint stands; null before its first epoch has ended. */
export const reachedIn = (folder: string): Promise<Checkpoint | null> => readCheckpoint(checkpointFiles(folder).last)

/**
 * Trains the plan's stages, from the last checkpoint where there is one. After each epoch the checkpoint is written before
 * anything is said of it.
 */
export async function trainRun(options: TrainOptions): Promise<Trained> {
  const { plan, network, train, validation, folder, onEpoch, work } = options
  const files = checkpointFiles(folder)
  let { progress, history, state }: Checkpoint = (await reachedIn(folder)) ?? {
    progress: atTheStart,
    history: [],
    state: valuesOfAll(initialWeights(network, plan.seed)),
  }
  const total = plan.stages.reduce((sum, stage) => sum + stage.epochs, 0)
  for (let index = progress.stage; index < plan.stages.length; index++) {
    const stage = plan.stages[index]!
    progress = nextStage(progress, index)
    const trainer = openTrainer(network, stage.optimizer, state)
    try {
      work.progress('train', progress.epochs, total, 'epochs')
      progress = await trainStage({
        trainer,
        stage,
        batch: plan.batch,
        seed: plan.seed,
        train,
        validation,
        from: progress,
        signal: work.signal,
        async onEpoch(row, reached, isBest) {
          history = [...history, row]
          await writeCheckpoint(files.last, trainer.variables, { progress: reached, history, state: trainer.state() })
          if (isBest) await keepCheckpoint(files.last, files.best)
          await onEpoch(history, stage.name)
          work.progress('train', reached.epochs, total, 'epochs')
        },
      })
      state = trainer.state()
    } finally {
      trainer.close()
    }
  }
  const best = plan.keep === 'best' ? await readCheckpoint(files.best) : null
  return { progress, history, weights: weightsIn(network, best?.state ?? state) }
}

function weightsIn(network: Network, state: State): Weights {
  return new Map(
    weightSpecs(network).map(({ path, shape }): [string, Weight] => [path, { shape, values: state.get(path)! }]),
  )
}
