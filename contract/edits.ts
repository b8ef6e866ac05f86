import { z } from 'zod'
import { splits } from './dataset-names.ts'
import { drawSchema } from './draws.ts'
import { insidePath } from './inside-path.ts'

/*
 * What a person may change in a data set. Changes are kept as a journal in dataset.json and never touch the photographs:
 * whatever was changed can be undone, and the label that the folder gave stays beside the present one.
 */

/** The sha256 of a photograph. */
const content = z.string().regex(/^[0-9a-f]{64}$/)

/** May become a folder's name. */
const className = z
  .string()
  .trim()
  .min(1)
  .max(255)
  .refine(isFolderName, 'must be usable as the name of a folder: without / and \\, not . or ..')

function isFolderName(name: string): boolean {
  return name !== '.' && name !== '..' && !/[/\\\p{Cc}]/u.test(name)
}

/** The kinds of change, with photographs named as `Named` has it. */
const kinds = <Named extends z.ZodType>(photographs: Named) =>
  [
    /** The photographs are of another class; one that is not there yet is made. */
    z.object({ kind: z.literal('relabel'), photographs, class: className }),
    z.object({ kind: z.literal('leave-out'), photographs }),
    /** To the split that they were in; those that were beyond the counts asked for go to train. */
    z.object({ kind: z.literal('bring-back'), photographs }),
    /** A person finds them hard to tell as well; says nothing to training. */
    z.object({ kind: z.literal('mark-hard'), photographs, hard: z.boolean() }),
    z.object({ kind: z.literal('move'), photographs, split: z.enum(splits) }),
    z.object({ kind: z.literal('rename-class'), class: className, to: className }),
    z.object({ kind: z.literal('merge-classes'), classes: z.array(className).min(1).max(10_000), to: className }),
    /** The finding was looked at and is as it should be: it is not shown again. */
    z.object({ kind: z.literal('accept-finding'), finding: z.string().min(1).max(255) }),
  ] as const

/** A change as it is asked for: photographs by their path in dataset.json. */
export const editSchema = z.discriminatedUnion('kind', [...kinds(z.array(insidePath).min(1).max(1_000_000))])
export type Edit = z.infer<typeof editSchema>

/**
 * By path, and by content where no other file had the same: a photograph that moves within its folder keeps what was said
 * of it, and its copy does not get it when it is deleted.
 */
const recordedPhotograph = z.object({
  file: insidePath,
  sha256: content.optional(),
})

/** What was divided anew: an import with `redraw` makes it, so that it is undone like any other change. */
const divideSchema = z.object({
  kind: z.literal('divide'),
  /** All photographs, or those that the folder gives for training, of which the validation is taken. */
  of: z.enum(['all', 'train']),
  settings: drawSchema,
  /** Contents in each split, and those beyond the counts that were asked for. Those of later imports join them. */
  contents: z.object({
    train: z.array(content),
    validation: z.array(content),
    test: z.array(content),
    beyond: z.array(content),
  }),
})
export type Divide = z.infer<typeof divideSchema>

/** A change as it is kept. */
export const recordedEditSchema = z.discriminatedUnion('kind', [...kinds(z.array(recordedPhotograph)), divideSchema])
export type RecordedEdit = z.infer<typeof recordedEditSchema>

/** What is done, undone and done again at once. */
export const editStepSchema = z.object({
  /** ISO 8601, when a person did it. */
  time: z.iso.datetime(),
  edits: z.array(recordedEditSchema).min(1),
})
export type EditStep = z.infer<typeof editStepSchema>

export const journalSchema = z.object({
  /** In the order in which they were done. */
  done: z.array(editStepSchema),
  /** What was undone, the next to do again last. */
  undone: z.array(editStepSchema),
})
export type Journal = z.infer<typeof journalSchema>

/** What a request to change a data set says: changes that belong together, or one step back or forth. */
export const editRequest = {
  step: z.enum(['do', 'undo', 'redo']).default('do'),
  /** With `do`. */
  edits: z.array(editSchema).max(1000).default([]),
}

/** What a step was, for the words on a button. */
export interface StepSummary {
  kind: RecordedEdit['kind']
  /** How many photographs, or classes, it is about. */
  count: number
}
/** What the next undo and redo would be about; null: nothing. */
export interface EditState {
  undo: StepSummary | null
  redo: StepSummary | null
}
