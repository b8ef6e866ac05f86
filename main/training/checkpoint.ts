import { copyFile, link, rename, rm } from 'node:fs/promises'
import { z } from 'zod'
import { fail, historyRowSchema, type HistoryRow } from '../../contract/index.ts'
import type { FileToWrite } from '../files/index.ts'
import { readSafetensors, safetensorsFile } from '../formats/index.ts'
import type { Variable } from '../network/index.ts'
import { noPlateau } from './plateau.ts'
import type { State } from './trainer.ts'

/** Where training stands after an epoch. Shuffles, draws and Dropout masks follow from seed, stage
 * and step: no other state. */
export const progressSchema = z.object({
  /** Index of the stage in the plan, and its epochs that are done. */
  stage: z.number().int().nonnegative(),
  stageEpochs: z.number().int().nonnegative(),
  /** Epochs done in the whole run. */
  epochs: z.number().int().nonnegative(),
  /** Steps that the present optimizer has taken. */
  steps: z.number().int().nonnegative(),
  /** Lowest validation loss so far and its epoch (from 0). */
  best: z.object({ epoch: z.number().int(), valLoss: z.number() }).nullable(),
  /** The stage's own lowest, and its epochs since. */
  stageBest: z.number().nullable().default(null),
  sinceBest: z.number().int().nonnegative(),
  /** The stage's present learning rate, where it has been lowered. */
  rate: z.number().nullable().default(null),
  plateau: z
    .object({ best: z.number().nullable(), wait: z.number().int(), cooldown: z.number().int() })
    .default(noPlateau),
})
export type TrainingProgress = z.infer<typeof progressSchema>

/** A run before its first step. */
export const atTheStart: TrainingProgress = {
  stage: 0,
  stageEpochs: 0,
  epochs: 0,
  steps: 0,
  best: null,
  stageBest: null,
  sinceBest: 0,
  rate: null,
  plateau: noPlateau,
}

/** Where a run stands before a stage: as it is within that stage, else at the stage's own start. */
export const enterStage = (progress: TrainingProgress, stage: number): TrainingProgress =>
  progress.stage === stage ? progress : { ...atTheStart, stage, epochs: progress.epochs, best: progress.best }

export interface Checkpoint {
  progress: TrainingProgress
  /** Every epoch so far: log.csv may lag behind by one when the run is killed. */
  history: readonly HistoryRow[]
  /** Weights, then the optimizer's slots. */
  state: State
}

/** A checkpoint as a file (.safetensors: variables by name; progress and history as JSON in the metadata). */
export function checkpointFile(path: string, variables: readonly Variable[], checkpoint: Checkpoint): FileToWrite {
  const { progress, history, state } = checkpoint
  const lasting = variables.filter(({ lasting }) => lasting)
  const tensors = new Map(lasting.map(({ name, shape }) => [name, { shape, values: state.get(name)! }]))
  return safetensorsFile(path, {
    tensors,
    metadata: { progress: JSON.stringify(progress), history: JSON.stringify(history) },
  })
}

/** Keeps a checkpoint under a second name as well: where it can be by a link, since a checkpoint is replaced and never changed. */
export async function keepCheckpoint(path: string, as: string): Promise<void> {
  const temporary = `${as}.tmp`
  await rm(temporary, { force: true })
  // Some file systems have no links.
  await link(path, temporary).catch(() => copyFile(path, temporary))
  await rename(temporary, as)
  // Where both were one file already, renaming leaves both names.
  await rm(temporary, { force: true })
}

/** Reads a checkpoint; null when there is none. Throws `damaged-checkpoint`. */
export async function readCheckpoint(path: string): Promise<Checkpoint | null> {
  try {
    const { tensors, metadata } = await readSafetensors(path)
    const progress = progressSchema.parse(JSON.parse(metadata.progress ?? ''))
    const history = z.array(historyRowSchema).parse(JSON.parse(metadata.history ?? '[]'))
    return { progress, history, state: new Map([...tensors].map(([name, { values }]) => [name, values])) }
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw fail('damaged-checkpoint', 'A checkpoint cannot be read.', {
      file: path,
      found: error instanceof Error ? error.message : String(error),
      remedy: 'Delete the file to begin this run again.',
    })
  }
}
