import { z } from 'zod'
import { fits, splits, type Split } from './dataset-names.ts'
import { drawSchema } from './draws.ts'
import { journalSchema, type Edit } from './edits.ts'
import { insidePath } from './inside-path.ts'
import { archiveStampSchema, layoutChoiceSchema } from './layouts.ts'

/**
 * Why a file was set aside. Setting aside never stops a run. `truncated`: it ends before its picture does; `damaged`: it
 * cannot be decoded for another reason; `unreadable`: the file system does not give it; `link-outside`: a link that leads
 * out of the photographs' folder, which is not followed; `no-class`: nothing says its class; `encrypted`: an archive's password
 * protects it; `unsafe-name`: an archive gives it a name that leads out of the folder.
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
  'encrypted',
  'unsafe-name',
] as const
export type QuarantineReason = (typeof quarantineReasons)[number]

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
  /** The class as first labelled, that of its folder, where an edit made `class` another. */
  labelled: z.string().min(1).max(255).optional(),
  /** The split that was drawn first, where an edit made `split` another; null: none, it was beyond the counts of `perClass`. */
  drawn: z.enum(splits).nullable().optional(),
  /** A person marked it as hard to tell. */
  hard: z.literal(true).optional(),
})
export type Photograph = z.infer<typeof photographSchema>

/** A good photograph that is not used. `split`: where it was when a person left it out; without: beyond the counts. */
export const leftOutSchema = photographSchema.extend({ split: z.enum(splits).optional() })
export type LeftOut = z.infer<typeof leftOutSchema>

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
  /** The folders in it that were imported, where not all of it was. */
  only: z.array(insidePath).max(1000).optional(),
  /** How its folders are read, where a person corrected what was recognised. */
  layout: layoutChoiceSchema.optional(),
  /** The archives that were unpacked into it. */
  archives: z.array(archiveStampSchema).optional(),
  /** `given`: the folder had train/validation/test; `drawn`: split by seeded content hash. */
  splitting: z.enum(['given', 'drawn']),
  ...drawSchema.shape,
  /** How it was drawn first, where it was divided anew since. */
  firstDraw: drawSchema.optional(),
  /** With `given`: the folder has no validation, so it was drawn from train. */
  validationDrawn: z.literal(true).optional(),
  /** Class names in the order of Keras: sorted. */
  classes: z.array(z.string().min(1).max(255)),
  /** Those of the folders, where edits made `classes` others. */
  firstClasses: z.array(z.string().min(1).max(255)).optional(),
  photographs: z.array(photographSchema),
  quarantined: z.array(setAsideSchema),
  /** Good photographs beyond the counts of `perClass`, or left out by a person. Nothing is in two of these three lists. */
  leftOut: z.array(leftOutSchema).optional(),
  /** What a person changed since the import. All of the above is what it has come to. */
  edits: journalSchema.optional(),
})
/** dataset.json */
export type Dataset = z.infer<typeof datasetSchema>

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

/** `error`: the accuracy would not mean what it says; `warning`: training suffers; `note`: worth knowing. */
export type Severity = 'error' | 'warning' | 'note'

/** Something to do about a finding at once, and undone like any other step. */
export interface Remedy {
  /** `class-weights`: a setting of the training, without edits. */
  kind: 'leave-out' | 'relabel' | 'accept' | 'class-weights'
  /** For the words on a button: `class`, `split`, `count`. */
  facts: Record<string, string | number>
  edits: Edit[]
}

/** One case of a finding: pictures that belong together, or a single one. */
export interface FindingCase {
  /** Stays while its photographs do. */
  id: string
  files: string[]
  facts: Record<string, string | number>
  remedies: Remedy[]
}

export interface Finding {
  kind: string
  files: string[]
  /** In English; a window makes its own sentence of `kind` and `facts`. */
  evidence: string
  remedy: string
  /** Stays while its photographs do; by it a person accepts the finding. */
  id: string
  severity: Severity
  facts: Record<string, string | number>
  /** Where it is about pictures: each case with what can be done about it alone. */
  cases: FindingCase[]
  /** What can be done about all of it at once. */
  remedies: Remedy[]
}

/** Where a project's photographs lie after a relink, and how many were found there as they were. */
export interface Relinked {
  /** Absolute. */
  folder: string
  photographs: number
}

/** What was written for other programs: how many photographs, and how each came there. */
export interface WrittenSplits {
  folder: string
  files: number
  linked: number
  copied: number
  /** Written as PNG, since Keras does not read their format from a folder. */
  converted: number
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
