import { z } from 'zod'
import { precisions } from './network.ts'
import { planSchema } from './plan.ts'

/** One row of log.csv; `epoch` counts from 0 across stages. Keras's metric keys. */
export const historyRowSchema = z.object({
  epoch: z.number().int().nonnegative(),
  accuracy: z.number(),
  loss: z.number(),
  val_accuracy: z.number(),
  val_loss: z.number(),
  /** The epoch's, where the plan may change it (ReduceLROnPlateau). */
  learning_rate: z.number().optional(),
})
export type HistoryRow = z.infer<typeof historyRowSchema>

export const testResultSchema = z.object({
  accuracy: z.number(),
  loss: z.number(),
  /** Wilson's 95 % interval of the accuracy. */
  interval: z.tuple([z.number(), z.number()]),
  correct: z.number().int(),
  total: z.number().int(),
})
export type TestResult = z.infer<typeof testResultSchema>

/** Outputs each way that one transform of our own convolution kernels makes; 1 is direct convolution. */
export const tileSchema = z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4), z.literal(6)])

export const runStates = ['running', 'paused', 'stopped', 'failed', 'done'] as const

/** run.json. Paths are relative to the run's folder, with `/`. */
export const runRecordSchema = z.object({
  version: z.literal(1),
  name: z.string(),
  state: z.enum(runStates),
  /** ISO 8601. */
  created: z.string(),
  plan: planSchema,
  /** What `auto` became, kept on resume. */
  precision: z.enum(precisions).nullable(),
  /** Convolutions of the frozen base that our own kernels compute: layer → tile. Kept on resume; left out: none. */
  convolution: z.record(z.string(), tileSchema).optional(),
  /**
   * What our own kernels compute of the convolutions that training changes: layer → forward, the gradients of the input
   * and of the kernel → tile. Kept on resume; null: not decided yet; left out: nothing.
   */
  stepConvolution: z
    .record(
      z.string(),
      z.object({ forward: tileSchema.optional(), input: tileSchema.optional(), filter: tileSchema.optional() }),
    )
    .nullable()
    .optional(),
  classes: z.array(z.string()),
  versions: z.record(z.string(), z.string()),
  /** The hash of the base's weights, and `random` or where they came from. */
  weights: z.object({ source: z.string(), sha256: z.string() }),
  test: testResultSchema.nullable(),
  /** Epoch (from 0) of the lowest validation loss. */
  bestEpoch: z.number().int().nullable(),
  /** Greatest difference between the predictions of the saved file, read back, and the trained model's. */
  modelCheck: z.object({ maxAbsDifference: z.number() }).nullable(),
  /** The frozen tensors whose hash in the saved file was compared with the one that training began with: all were equal. */
  frozen: z.object({ tensors: z.number().int().nonnegative() }).nullable().default(null),
  /** Epochs that each stage really took, of those that have ended. */
  stageEpochs: z.array(z.number().int().nonnegative()).default([]),
  /** Where the run came from, if it was not begun anew. */
  branch: z.object({ run: z.string(), epoch: z.number().int().nonnegative() }).nullable().default(null),
  /** What a person calls it and says of it. */
  title: z.string().max(200).default(''),
  note: z.string().max(10_000).default(''),
  /** Seconds each stage of work took: read, extract, train, evaluate, save. */
  seconds: z.record(z.string(), z.number()),
  imagesPerSecond: z.number().nullable(),
  /** Rows of features that had to be computed, of the photographs and their draws; null: it learned from pixels alone; left out: not known. */
  computed: z.number().int().nonnegative().nullable().optional(),
  failure: z.string().nullable(),
})
export type RunRecord = z.infer<typeof runRecordSchema>

/** What `train --json` prints. Paths are absolute. */
export interface TrainResult {
  run: string
  model: string
  history: HistoryRow[]
  /** null: the data set has no test split. */
  test: TestResult | null
  seconds: Record<string, number>
  /** Photographs through the base per second; null when every row came from the cache. */
  imagesPerSecond: number | null
  precision: string
  weights: string
  /** The saved file's predictions against the trained model's. */
  verified: { maxAbsDifference: number }
  /** Tensors that were frozen: each has the hash that it had before. */
  frozen: { tensors: number }
  resumed: { stage: string; epoch: number } | null
  files: { model: string; log: string; features: string[]; figures: string[] }
}
