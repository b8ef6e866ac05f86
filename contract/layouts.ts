import { z } from 'zod'
import { splits, type Split } from './dataset-names.ts'
import type { QuarantineReason } from './dataset.ts'
import type { Failure } from './failure.ts'
import { insidePath } from './inside-path.ts'

/*
 * How a folder of whatever shape is read as a data set: which of its folders give photographs, for which split, and where
 * a photograph's class is written. It is recognised, shown, and may be corrected before anything is done.
 */

/** A folder below the photographs' folder; empty: that folder itself. */
const folderInside = z.union([z.literal(''), insidePath])

/** Where a photograph's class is written. */
export const labellingSchema = z.discriminatedUnion('by', [
  /** The folder right below the source. */
  z.object({ by: z.literal('folder') }),
  /** The beginning of the file's name: `cat.123.jpg`. */
  z.object({ by: z.literal('name') }),
  /** A table of labels; the columns by their heading. `split` may say train, validation or test. */
  z.object({
    by: z.literal('table'),
    table: insidePath,
    file: z.string().max(255),
    class: z.string().max(255),
    split: z.string().max(255).optional(),
  }),
])
export type Labelling = z.infer<typeof labellingSchema>

export const layoutSourceSchema = z.object({
  folder: folderInside,
  /** null: divided by Thaw; beside sources that have a split, the same as train. */
  split: z.enum(splits).nullable(),
  /** null: this folder is left out. */
  labels: labellingSchema.nullable(),
})
export type LayoutSource = z.infer<typeof layoutSourceSchema>

/** A file belongs to the source that lies deepest above it. What belongs to none has no class. */
export const layoutChoiceSchema = z.object({ sources: z.array(layoutSourceSchema).max(10_000) })
export type LayoutChoice = z.infer<typeof layoutChoiceSchema>

/** What a person says of the layout that was recognised, by folder; the empty name is the photographs' folder itself. */
export const layoutCorrectionsSchema = z.object({
  roles: z.record(z.string().max(4096), z.enum([...splits, 'divide', 'ignore'])).default({}),
  /** Where the classes of all folders that are used are written. */
  labels: labellingSchema.optional(),
})
export type LayoutCorrections = z.infer<typeof layoutCorrectionsSchema>

/** By what an archive is known again. */
export const archiveStampSchema = z.object({
  /** Absolute. */
  path: z.string().min(1).max(4096),
  bytes: z.number().int().nonnegative(),
  /** Milliseconds. */
  modified: z.number(),
})
export type ArchiveStamp = z.infer<typeof archiveStampSchema>

/** Why a file has no class in a layout. */
export const classlessReasons = [
  'outside-classes',
  'folder-left-out',
  'beside-photographs',
  'name-without-class',
  'not-in-table',
  'two-classes-in-table',
  'no-class-in-table',
] as const
export type ClasslessReason = (typeof classlessReasons)[number]

/** A table of labels that was found. */
export interface LabelTable {
  file: string
  columns: string[]
  rows: number
  /** The first rows, for a person to see what the columns hold. */
  sample: string[][]
  /** The columns as guessed; null: it does not look like labels of these photographs. */
  guess: { file: string; class: string; split?: string } | null
}

/** What of an archive was not unpacked, and why. */
export interface LeftPacked {
  file: string
  reason: QuarantineReason
  detail: string
}

/** An archive as it was read. */
export interface ArchiveReport {
  /** Its name. */
  name: string
  /** How many files it gave. */
  unpacked: number
  left: LeftPacked[]
  /** How the names in it were written, where they were not all ASCII: UTF-8, CP949, Shift-JIS, CP437. */
  encodings: string[]
  /** Files that could not have the name they have in it, because of another or of a system: [there, here]. */
  renamed: [string, string][]
}

/** What an import would do, before it does it. */
export interface ImportPreview {
  layout: LayoutChoice
  /** What was recognised, whatever was corrected since. */
  recognised: LayoutChoice
  splitting: 'given' | 'drawn'
  /** Files of each class in train, validation and test, and those still to be divided. */
  classes: { name: string; files: Record<Split, number>; divided: number }[]
  /** All files found, of whatever kind. */
  found: number
  /**
   * Files that have no class in this layout, by the folder they lie in, with one of them. `why` says it in English; a window
   * makes its own sentence of `reason` and, where it is about a table of labels, `table`.
   */
  ignored: {
    folder: string
    files: number
    example: string
    why: string
    reason: ClasslessReason | QuarantineReason
    table?: string
  }[]
  /** What systems leave in folders: `__MACOSX`, `Thumbs.db`, hidden files. */
  passedOver: string[]
  /** Folders that could be a source, with how many files lie below. */
  folders: { folder: string; files: number }[]
  tables: LabelTable[]
  archives: ArchiveReport[]
  /** Why this layout gives no data set. */
  problem: Failure | null
}
