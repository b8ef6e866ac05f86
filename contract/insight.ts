import { z } from 'zod'
import { splits } from './dataset-names.ts'
import { preprocessings } from './network.ts'
import { palettes } from './palettes.ts'

/*
 * Looking inside: what each layer of a model makes of a photograph, what its channels look for, and what a decision rests
 * on. What is asked of the engine names files; what is asked of the shell names what a person chose.
 */

const path = z.string().min(1).max(4096)
const name = z.string().min(1).max(1024)
const sha256 = z.string().regex(/^[0-9a-f]{64}$/)
const classes = z.array(z.string().min(1).max(255)).min(1).max(100_000)

/** What is looked into: a model file with what it may not say itself, or a base alone. */
export const insideSchema = z.union([
  z.object({ model: path, preprocess: z.enum(preprocessings).optional(), classes: classes.optional() }),
  z.object({
    base: z.string().min(1).max(40),
    /** `imagenet`, `random`, or a file. */
    weights: path.default('imagenet'),
    size: z.number().int().min(32).max(1024).default(150),
    preprocess: z.enum(preprocessings).default('imagenet'),
  }),
])
export type Inside = z.infer<typeof insideSchema>

export const insightRequestSchemas = {
  /**
   * One photograph through every convolution and pooling layer in one pass; raw values as `.npy` and what they come to as
   * `look.json` in the folder `out`, which is made whole or not at all.
   */
  'look-inside': z.object({ inside: insideSchema, photograph: path, sha256: sha256.optional(), out: path }),
  /** What `thaw activations` writes: for each layer the bare grid, the titled figure and, where asked for, the raw values. */
  'save-activations': z.object({
    inside: insideSchema,
    photograph: path,
    out: path,
    /** Left out: every convolution and pooling layer. */
    layers: z.array(name).min(1).optional(),
    npy: z.boolean().default(false),
    palette: z.enum(palettes).default('viridis'),
  }),
  /** One pass over a split: which photographs excite each channel most, and which channels none does. Into the file `out`. */
  'survey-channels': z.object({ inside: insideSchema, dataset: path, split: z.enum(splits), out: path }),
  /** What channels look for, by gradient ascent, as pictures in the folder `out`. Without `channels`: the first 64, and a grid. */
  'draw-filters': z.object({
    inside: insideSchema,
    layer: name,
    channels: z.array(z.number().int().nonnegative()).min(1).max(4096).optional(),
    /** Pixels a side. */
    size: z.number().int().min(16).max(512).default(64),
    steps: z.number().int().min(1).max(1000).default(40),
    seed: z.number().int().min(0).default(0),
    out: path,
  }),
  /** Where a decision came from: the heat of each class over the photograph, as pictures and raw values in the folder `out`. */
  'draw-grad-cam': z.object({
    inside: insideSchema,
    photograph: path,
    sha256: sha256.optional(),
    /** A convolution; left out: the last. */
    layer: name.optional(),
    /** Left out: the class that the model says. */
    classes: z.array(z.string().min(1).max(255)).min(1).max(100).optional(),
    out: path,
  }),
} as const

/** How strongly one channel answered to one photograph. */
export const lookLayerSchema = z.object({
  name,
  /** Keras class name. */
  kind: z.string().max(255),
  /** With the batch axis: [1, height, width, channels]. */
  shape: z.tuple([z.literal(1), z.number().int(), z.number().int(), z.number().int()]),
  /** Of all values, 0 … 1. */
  zeros: z.number(),
  /** Constant over the whole photograph. */
  dead: z.array(z.number().int()),
  /** Those of them that are 0 everywhere. */
  silent: z.array(z.number().int()),
  highest: z.array(z.number()),
  lowest: z.array(z.number()),
  mean: z.array(z.number()),
  /** Whether the file says that it may change. */
  trainable: z.boolean(),
  /** The raw values, a file beside look.json. */
  npy: z.string().max(1100),
})
export type LookLayer = z.infer<typeof lookLayerSchema>

/** look.json */
export const lookSchema = z.object({
  version: z.literal(1),
  size: z.number().int(),
  /** In the order of the network. */
  layers: z.array(lookLayerSchema),
  /** Null where nobody said what the outputs mean. */
  classes: z.array(z.string()).nullable(),
  /** Of each class; null for what is no classifier. */
  probabilities: z.array(z.number()).nullable(),
})
export type Look = z.infer<typeof lookSchema>

/** The split's photographs that excite a channel most. */
export const surveySchema = z.object({
  version: z.literal(2),
  split: z.enum(splits),
  files: z.array(z.string()),
  size: z.number().int(),
  /** The photographs whose nearness is told: indices into `files`. */
  mapped: z.array(z.number().int()),
  layers: z.array(
    z.object({
      name,
      height: z.number().int(),
      width: z.number().int(),
      /** Channels that are constant on every photograph. */
      dead: z.array(z.number().int()),
      /** For each channel, strongest first: index into `files`, value, place (row · width + column). */
      top: z.array(z.array(z.tuple([z.number().int(), z.number(), z.number().int()]))),
      /** Of each mapped photograph on the plane that keeps most of their differences: x, y, -1 … 1. */
      places: z.array(z.tuple([z.number(), z.number()])),
      /** Of each mapped photograph the one that is most like it: index into `mapped`, -1 where there is none. */
      nearest: z.array(z.number().int()),
    }),
  ),
})
export type Survey = z.infer<typeof surveySchema>

export interface SavedActivation {
  name: string
  shape: number[]
  grid: string
  figure: string
  dead: number[]
  npy?: string
}

export interface HeatMap {
  class: string
  probability: number
  /** Pixels of the map. */
  height: number
  width: number
  /** The photograph with the heat over it, and the raw heat 0 … 1; file names. */
  picture: string
  npy: string
}

export interface InsightAnswers {
  'look-inside': Look
  'save-activations': { layers: SavedActivation[] }
  'survey-channels': { photographs: number }
  'draw-filters': { files: string[]; flat: number[] }
  'draw-grad-cam': { files: string[]; layer: string; maps: HeatMap[] }
}

/** What a person chose to look into, by the names of a project. */
export const chosenInsideSchema = z.union([
  z.object({ run: name }),
  z.object({ base: z.string().min(1).max(40) }),
  z.object({ file: path, preprocess: z.enum(preprocessings).optional(), classes: classes.optional() }),
])
export type ChosenInside = z.infer<typeof chosenInsideSchema>

/** A photograph of the project, or any other file. */
export const chosenPictureSchema = z.union([z.object({ photograph: path }), z.object({ file: path })])
export type ChosenPicture = z.infer<typeof chosenPictureSchema>

const chosen = { project: path, inside: chosenInsideSchema }

export const insightAppSchemas = {
  /** A job, kept: asked again for the same model and picture it is quick. Without `picture`: the first test photograph. */
  'open-inside': z.object({ ...chosen, picture: chosenPictureSchema.optional() }),
  /** One pass over the validation photographs. A job, kept. */
  'survey-inside': z.object({ ...chosen, onlyIfKept: z.boolean().default(false) }),
  'inside-channel': z.object({ ...chosen, layer: name, channel: z.number().int().nonnegative() }),
  /** A job, kept: asked again for the same channels it is quick. */
  'inside-filters': z.object({
    ...chosen,
    layer: name,
    channels: z.array(z.number().int().nonnegative()).min(1).max(64),
  }),
  /** Where the validation photographs lie by what a layer makes of them; null before the survey. */
  'inside-map': z.object({ ...chosen, layer: name }),
  /** A job, kept. */
  'inside-reasons': z.object({
    ...chosen,
    picture: chosenPictureSchema,
    layer: name.optional(),
    classes: z.array(z.string().min(1).max(255)).min(1).max(10).optional(),
  }),
  /** Everything of one photograph into the project's folder. A job. */
  'save-inside': z.object({ ...chosen, picture: chosenPictureSchema, palette: z.enum(palettes).default('viridis') }),
} as const

export interface InsideAnswer {
  /** Names what lies at the resources below. */
  key: string
  look: Look
  picture: { name: string; split: string | null; class: string | null; photograph: string | null }
  /** The run's line: the first layer that learned; `none` where only the head did; null where there is no run. */
  unfreeze: string | null
}

/** Validation photographs by what one layer makes of them, and how much each layer knows of classes. */
export interface InsideMap {
  /** `x`, `y`: -1 … 1 on the plane that keeps most of their differences. `nearest`: which of these is most like it, or -1. */
  photographs: { file: string; class: string; x: number; y: number; nearest: number }[]
  /** Of every layer the share of photographs whose nearest other is of their own class; null for one photograph. */
  alike: { layer: string; share: number | null }[]
  /** What that share would be were photographs paired blindly. */
  chance: number
}

export interface InsightAppAnswers {
  'open-inside': InsideAnswer
  /** By layer, the channels that no photograph excites; null: not yet looked. */
  'survey-inside': { photographs: number; dead: Record<string, number[]> } | null
  /** Empty before the survey. `place`: row and column, 0 … 1, with the size of one value. */
  'inside-channel': {
    top: { file: string; value: number; place: { x: number; y: number; width: number; height: number } }[]
  }
  /** Resource paths. `flat`: no gradient ever reached the picture. */
  'inside-filters': { pictures: { channel: number; picture: string; flat: boolean }[] }
  'inside-map': InsideMap | null
  'inside-reasons': {
    layer: string
    maps: (Pick<HeatMap, 'class' | 'probability'> & { picture: string; npy: string })[]
  }
  /** The folder, inside the project. */
  'save-inside': { folder: string; files: string[] }
}
