import { z } from 'zod'
import { fits } from './dataset.ts'
import { convolutions, precisions, preprocessings } from './network.ts'

export const recipes = ['extract', 'augment', 'finetune', 'scratch'] as const
export type Recipe = (typeof recipes)[number]

export const optimizers = ['rmsprop', 'sgd', 'momentum', 'nesterov', 'adam'] as const
export type OptimizerName = (typeof optimizers)[number]

/** One freeze setting, optimizer and epoch count. */
export const stageSchema = z.object({
  name: z.string().min(1).max(40),
  /** First layer that may change, by Keras's name; `none`: the whole base is frozen. */
  unfreeze: z.string().min(1).max(255),
  optimizer: z.enum(optimizers),
  learningRate: z.number().positive().max(10),
  epochs: z.number().int().min(1).max(100_000),
  /** Stop after this many epochs without a lower validation loss; null: never. */
  earlyStop: z.number().int().min(1).max(10_000).nullable(),
})
export type Stage = z.infer<typeof stageSchema>

/** Every setting of a run, filled in. */
export const planSchema = z.object({
  recipe: z.enum(recipes),
  base: z.string().min(1).max(40),
  /** `imagenet`, `random`, or the path of a weights file. */
  weights: z.string().min(1).max(4096),
  /** The base's last layer that is used. */
  cut: z.string().min(1).max(255),
  size: z.number().int().min(32).max(1024),
  fit: z.enum(fits),
  preprocess: z.enum(preprocessings),
  head: z.object({ units: z.number().int().min(1).max(65_536), dropout: z.number().min(0).lt(1) }),
  batch: z.number().int().min(1).max(1024),
  stages: z.array(stageSchema).min(1).max(20),
  keep: z.enum(['last', 'best']),
  precision: z.enum(['auto', ...precisions]),
  convolution: z.enum(convolutions),
  seed: z.number().int().min(0).max(0xffff_ffff),
})
export type Plan = z.infer<typeof planSchema>

/** What a person may set; whatever is left out comes from the recipe and the preset. */
export const planChoicesSchema = z
  .object({
    recipe: z.enum(recipes),
    preset: z.enum(['book']),
    base: z.string().min(1).max(40),
    weights: z.string().min(1).max(4096),
    cut: z.string().min(1).max(255),
    unfreeze: z.string().min(1).max(255),
    size: z.number().int().min(32).max(1024),
    fit: z.enum(fits),
    preprocess: z.enum(preprocessings),
    head: z.number().int().min(1).max(65_536),
    dropout: z.number().min(0).lt(1),
    epochs: z.array(z.number().int().min(1).max(100_000)).min(1),
    batch: z.number().int().min(1).max(1024),
    learningRate: z.array(z.number().positive().max(10)).min(1),
    optimizer: z.enum(optimizers),
    earlyStop: z.number().int().min(1).max(10_000),
    keep: z.enum(['last', 'best']),
    precision: z.enum(['auto', ...precisions]),
    convolution: z.enum(convolutions),
    seed: z.number().int().min(0).max(0xffff_ffff),
  })
  .partial()
  .strict()
export type PlanChoices = z.infer<typeof planChoicesSchema>
