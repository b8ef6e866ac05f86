import { z } from 'zod'
import { augmentationSchema, augmentationWaySchema } from './augmentation-schema.ts'
import { noAugmentation } from './augmentation.ts'
import { fits } from './dataset-names.ts'
import { convolutions, precisions, preprocessings } from './network.ts'
import { classWeightings, optimizers, recipes } from './plan-names.ts'

/** keras.callbacks.ReduceLROnPlateau on the validation loss. */
export const plateauSchema = z.object({
  /** The learning rate is multiplied by it. */
  factor: z.number().gt(0).lt(1),
  /** Epochs without a fall that are waited for. */
  patience: z.number().int().min(1).max(10_000),
  /** A fall counts from here on. */
  minDelta: z.number().min(0).max(100),
  /** Epochs after a reduction in which none are counted. */
  cooldown: z.number().int().min(0).max(10_000),
  minRate: z.number().min(0).max(10),
})
export type Plateau = z.infer<typeof plateauSchema>

const stageShape = {
  name: z.string().min(1).max(40),
  /** First layer that may change, by Keras's name; `none`: the whole base is frozen. */
  unfreeze: z.string().min(1).max(255),
  optimizer: z.enum(optimizers),
  learningRate: z.number().positive().max(10),
  epochs: z.number().int().min(1).max(100_000),
  /** Stop after this many epochs without a lower validation loss; null: never. */
  earlyStop: z.number().int().min(1).max(10_000).nullable(),
}

/** What the first version of run.json did not have. */
const laterShape = {
  /** Steps of an epoch, through one pass after the other; null: an epoch is one pass over the training photographs. */
  stepsPerEpoch: z.number().int().min(1).max(1_000_000).nullable(),
  augmentation: augmentationWaySchema,
  /** `balanced`: each class's loss counts n / (classes × photographs of it), scikit-learn's rule. */
  classWeights: z.enum(classWeightings),
  /** null: the plan's. */
  batch: z.number().int().min(1).max(1024).nullable(),
  /** null: the head's. */
  dropout: z.number().min(0).lt(1).nullable(),
  reduceOnPlateau: plateauSchema.nullable(),
}

/** One freeze setting, optimizer and epoch count, as a person may give it. */
export const wholeStageSchema = z.object({ ...stageShape, ...laterShape })

/** The same as a record has it. */
export const stageSchema = z.object({
  ...stageShape,
  stepsPerEpoch: laterShape.stepsPerEpoch.default(null),
  augmentation: laterShape.augmentation.default('none'),
  classWeights: laterShape.classWeights.default('none'),
  batch: laterShape.batch.default(null),
  dropout: laterShape.dropout.default(null),
  reduceOnPlateau: laterShape.reduceOnPlateau.default(null),
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
  /** How a photograph is varied, where a stage says that it is. */
  augmentation: augmentationSchema.default(noAugmentation),
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
    stepsPerEpoch: z.number().int().min(1).max(1_000_000),
    classWeights: z.enum(classWeightings),
    augmentation: augmentationWaySchema,
    /** Settings other than the recipe's. */
    augment: augmentationSchema,
    reduceOnPlateau: plateauSchema,
    /** Instead of the recipe's stages: as a plan has them, edited. */
    stages: z.array(wholeStageSchema).min(1).max(20),
    /** Thaws under a head that was never trained, which is refused otherwise. */
    insist: z.boolean(),
    keep: z.enum(['last', 'best']),
    precision: z.enum(['auto', ...precisions]),
    convolution: z.enum(convolutions),
    seed: z.number().int().min(0).max(0xffff_ffff),
  })
  .partial()
  .strict()
export type PlanChoices = z.infer<typeof planChoicesSchema>
