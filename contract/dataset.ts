import { z } from 'zod'

export const splits = ['train', 'validation', 'test'] as const
export type Split = (typeof splits)[number]

/**
 * Why a file was set aside. Setting aside never stops a run. `truncated`: it ends before its picture does; `damaged`: it
 * cannot be decoded for another reason; `unreadable`: the file system does not give it; `link-outside`: a link that leads
 * out of the photographs' folder, which is not followed; `no-class`: it lies in no class folder.
 */
export const quarantineReasons = [
  'not-an-image',
  'truncated',
  'damaged',
  'unreadable',
  'too-large',
  'unsupported-format',
  'empty-file',
  'link-outside',
  'no-class',
] as const
export type QuarantineReason = (typeof quarantineReasons)[number]

/** A path with `/` that stays inside the folder it is relative to. */
export const insidePath = z
  .string()
  .min(1)
  .max(4096)
  .refine(
    (path) => !path.includes('\0') && path.split('/').every((part) => part !== '' && part !== '.' && part !== '..'),
    'must be a relative path that stays inside the folder',
  )

export const photographSchema = z.object({
  /** Relative to the data set's folder, with `/`. */
  file: insidePath,
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  split: z.enum(splits),
  class: z.string().min(1).max(255),
  bytes: z.number().int().nonnegative(),
  /** As displayed: after EXIF orientation, in pixels. */
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  /** Modification time of the file when it was read, milliseconds; with `bytes` it tells a rescan what to skip. */
  modified: z.number(),
})
export type Photograph = z.infer<typeof photographSchema>

export const setAsideSchema = z.object({
  file: insidePath,
  reason: z.enum(quarantineReasons),
  detail: z.string(),
  bytes: z.number().int().nonnegative(),
  modified: z.number(),
})
export type SetAside = z.infer<typeof setAsideSchema>

export const datasetSchema = z.object({
  version: z.literal(1),
  /** The photographs' folder, relative to the folder that holds dataset.json, with `/`. */
  folder: z.string(),
  /** `given`: the folder had train/validation/test; `drawn`: split by seeded content hash. */
  splitting: z.enum(['given', 'drawn']),
  /** Shares in per cent, in the order of `splits`; only used when drawn. */
  shares: z.tuple([z.number(), z.number(), z.number()]),
  /** Photographs of each class per split, in the order of `splits`, where counts were asked for instead of shares. */
  perClass: z.tuple([z.number().int(), z.number().int(), z.number().int()]).optional(),
  seed: z.number().int().nonnegative(),
  /** Class names in the order of Keras: sorted folder names. */
  classes: z.array(z.string().min(1).max(255)),
  photographs: z.array(photographSchema),
  quarantined: z.array(setAsideSchema),
  /** Good photographs beyond the counts of `perClass`. Nothing is in two of these three lists. */
  leftOut: z.array(photographSchema.omit({ split: true })).optional(),
})
/** dataset.json */
export type Dataset = z.infer<typeof datasetSchema>

export const fits = ['stretch', 'crop', 'pad'] as const
export type Fit = (typeof fits)[number]

/** How a photograph becomes pixels. Everything that changes a pixel is here, and all of it is hashed into the cache key. */
export const pixelRuleSchema = z.object({
  /** Pixels, both sides. */
  size: z.number().int().min(32).max(1024),
  fit: z.enum(fits),
  kernel: z.literal('linear'),
  /** The rules for EXIF, alpha, grey, CMYK, colour profile; raised whenever a pixel would change. */
  version: z.literal(1),
})
export type PixelRule = z.infer<typeof pixelRuleSchema>

/** Photographs per class and split. */
export type SplitCounts = Record<Split, Record<string, number>>

export interface Finding {
  kind: string
  files: string[]
  evidence: string
  remedy: string
}

/** What `dataset import` and `dataset check` answer. */
export interface DatasetReport {
  classes: string[]
  splits: SplitCounts
  quarantined: { file: string; reason: QuarantineReason; detail: string }[]
  /** Groups of files with identical content. */
  duplicates: string[][]
  /** Those of them whose members lie in different splits. */
  leaks: string[][]
  findings: Finding[]
}
