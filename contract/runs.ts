import { z } from 'zod'
import { planChoicesSchema, type Plan } from './plan.ts'
import type { RunRecord } from './run.ts'

/*
 * What is asked about runs beside training itself: what a plan would cost, and what a person says of a run.
 */

const path = z.string().min(1).max(4096)
const name = z.string().min(1).max(255)

/** What the line's costs depend on. */
const lineOf = {
  base: name.default('vgg16'),
  size: z.number().int().min(32).max(1024).default(150),
  /** The base's last layer that is used; left out: all of it. */
  cut: name.optional(),
  head: z.number().int().min(1).max(65_536).default(256),
  classes: z.number().int().min(2).max(10_000).default(2),
  batch: z.number().int().min(1).max(1024).default(20),
}

/** Of the engine. */
export const runsRequestSchemas = {
  /**
   * How long training takes on this machine with the line at five places of a base: measured once, then remembered. About half
   * a minute the first time.
   */
  'measure-line': z.object(lineOf),
} as const

/** Of the shell. */
export const runsAppSchemas = {
  /** A plan with every setting filled in, from choices: what `start-training` would run, or why it would not. */
  'preview-plan': z.object({
    project: path,
    choices: planChoicesSchema.default({}),
    branch: z.object({ run: name, epoch: z.enum(['last', 'best']) }).optional(),
  }),
  /**
   * What the line costs at every layer, from this machine's own measurements where they have been taken. `measure`: takes them
   * first, a job.
   */
  'preview-line': z.object({
    ...lineOf,
    photographs: z.object({ train: z.number().int().min(0), validation: z.number().int().min(0) }),
    measure: z.boolean().default(false),
  }),
  /** What a person calls a run and says of it; what is left out stays. */
  'edit-run': z.object({
    project: path,
    run: name,
    title: z.string().max(200).optional(),
    note: z.string().max(10_000).optional(),
  }),
  /** Takes a run off the list; its folder is kept aside until it is restored or the trash is emptied. */
  'delete-run': z.object({ project: path, run: name }),
  'restore-run': z.object({ project: path, run: name }),
} as const

/** Training time with the line at one place. */
const linePointSchema = z.object({
  /** The first layer that may change, or `none`. */
  unfreeze: z.string(),
  /** One step on one batch, seconds. */
  step: z.number().positive(),
  /** One validation photograph from the boundary up, seconds. */
  validate: z.number().positive(),
})
export type LinePoint = z.infer<typeof linePointSchema>

/** Seconds that a checkpoint of so many bytes takes. */
const checkpointTimeSchema = z.object({
  bytes: z.number().positive(),
  /** To copy weights and slots out of the graph, while no step runs. */
  take: z.number().positive(),
  /** To write them and what else an epoch leaves on disk, beside the next epoch. */
  write: z.number().positive(),
})

export const lineMeasuredSchema = z.object({
  /** From none down to all of the base. */
  points: z.array(linePointSchema).min(1),
  /** Photographs a second from pixels through the whole base, frozen. */
  imagesPerSecond: z.number().positive(),
  /** What an epoch's checkpoint takes, the smallest first. */
  checkpoints: z.array(checkpointTimeSchema).min(1),
})
export type LineMeasured = z.infer<typeof lineMeasuredSchema>

/** What one place of the line means. */
export interface LineCost {
  /** The first layer that may change, or `none`. */
  unfreeze: string
  /** The layer whose outputs are kept. */
  boundary: string
  /** Parameters that may change, head included, and those that may not. */
  trainable: number
  frozen: number
  /** Seconds of one epoch on cached features; null until the machine is measured. */
  epochSeconds: number | null
  /** The same where every photograph is drawn anew and goes through the frozen part again. */
  freshEpochSeconds: number | null
  /** Seconds to fill the cache once. */
  cacheSeconds: number | null
  /** Bytes on disk of one photograph at the boundary; 0 where training takes pixels. */
  rowBytes: number
  /** Bytes that a checkpoint takes. */
  checkpointBytes: number
  /** Bytes of memory that training needs, about. */
  memoryBytes: number
}

export interface LinePreview {
  /** In the order of the base's layers, `none` last. */
  costs: LineCost[]
  measured: boolean
}

export interface RunsAnswers {
  'measure-line': LineMeasured
}

export interface RunsAppAnswers {
  'preview-plan': { plan: Plan }
  'preview-line': LinePreview
  'edit-run': { record: RunRecord }
  'delete-run': Record<string, never>
  'restore-run': Record<string, never>
}
