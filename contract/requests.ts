import { z } from 'zod'
import { fits, splits } from './dataset-names.ts'
import type { DatasetReport, Relinked, WrittenSplits } from './dataset.ts'
import { divideSettingsSchema } from './draws.ts'
import { editRequest, type EditState } from './edits.ts'
import type { DoctorReport } from './engine.ts'
import { insightRequestSchemas, type InsightAnswers } from './insight.ts'
import { judgeRequestSchemas, type EvaluateResult, type JudgeAnswers, type PredictResult } from './judge.ts'
import { layoutChoiceSchema, layoutCorrectionsSchema, type ImportPreview } from './layouts.ts'
import { preprocessings, type NetworkSummary } from './network.ts'
import { planChoicesSchema } from './plan.ts'
import type { TrainResult } from './run.ts'
import { runsRequestSchemas, type RunsAnswers } from './runs.ts'

const path = z.string().min(1).max(4096)
const preprocess = planChoicesSchema.shape.preprocess

/** The input of every request, checked wherever it comes from outside the process. Paths are absolute. */
export const requestSchemas = {
  doctor: z.object({}),
  /** A base by name, or a model file. */
  summarize: z.object({
    base: z.string().max(40).optional(),
    model: path.optional(),
    /** null: sizes are None. */
    size: z.number().int().min(32).max(1024).nullable().default(null),
    includeTop: z.boolean().default(false),
    cut: z.string().max(255).optional(),
    unfreeze: z.string().max(255).optional(),
  }),
  'import-dataset': z.object({
    /** A folder, or an archive, which is unpacked into `out`. */
    source: path,
    /** More of them, for the same data set. */
    more: z.array(path).max(1000).default([]),
    out: path,
    /** In place of the recognised one. */
    layout: layoutChoiceSchema.optional(),
    ...divideSettingsSchema.shape,
    /** What was drawn before is drawn anew, as a step that can be undone. */
    redraw: z.boolean().default(false),
  }),
  /**
   * What an import would do. Archives are unpacked, hidden, into `out`, where the import finds them; no photograph is read
   * and nothing else is written.
   */
  'preview-import': z.object({
    source: path,
    more: z.array(path).max(1000).default([]),
    out: path,
    layout: layoutChoiceSchema.optional(),
    corrections: layoutCorrectionsSchema.optional(),
  }),
  /**
   * What is wrong with a data set, or with a folder of photographs. `closely`: also with the features of a base, where its
   * weights are on this computer. `keep`: what is found is kept beside dataset.json; else nothing is written.
   */
  'check-dataset': z.object({ folder: path, closely: z.boolean().default(true), keep: z.boolean().default(false) }),
  /** Changes the data set recorded in `project`, a folder with dataset.json, or takes the last change back. */
  'edit-dataset': z.object({ project: path, ...editRequest }),
  /** Photographs that were moved as a whole: says where they lie now, if every one of them is there as it was. */
  'relink-dataset': z.object({ project: path, folder: path }),
  /** A data set's splits as a list and, if asked, as folders that Keras reads; `out` is not there yet. */
  'write-splits': z.object({ dataset: path, out: path, as: z.enum(['list', 'links', 'copies']).default('list') }),
  /** Finds, else fetches and checks, a base's ImageNet weights; answers the file. */
  'fetch-weights': z.object({ base: z.string().max(40) }),
  /** The four-class sample photographs; answers their folder. */
  'fetch-samples': z.object({}),
  'start-run': z.object({
    project: path,
    dataset: path,
    choices: planChoicesSchema.default({}),
    /** Bytes that the project's features may take: others are then evicted, the cheapest to make again first. */
    cacheLimit: z.number().int().positive().optional(),
    /** A run's name to go on with. */
    resume: z.string().max(255).optional(),
    /** With `resume`: this many epochs more than its last stage was planned with; a complete run then goes on. */
    extend: z.number().int().min(1).max(100_000).optional(),
    /** A new run from a kept epoch of another, whose head is trained: `choices` say what comes after it. */
    branch: z.object({ run: z.string().max(255), epoch: z.enum(['last', 'best']) }).optional(),
  }),
  evaluate: z.object({
    model: path,
    dataset: path,
    split: z.enum(splits).default('test'),
    preprocess,
    classes: z.array(z.string()).optional(),
    /** It was asked before and has only been labelled otherwise since: no other look at the test split. */
    again: z.boolean().optional(),
  }),
  predict: z.object({
    model: path,
    /** Files, or folders of them. */
    images: z.array(path).min(1).max(100_000),
    preprocess,
    classes: z.array(z.string()).optional(),
  }),
  'draw-figures': z.object({
    run: path,
    out: path,
    format: z.enum(['png', 'svg', 'csv']).default('png'),
    smoothing: z.number().min(0).max(0.99).default(0),
  }),
  /**
   * One photograph through a base: the strongest channel of each convolution as a small PNG in the folder `out`, which is
   * made whole or not at all. `sha256`: what the photograph must still be.
   */
  'draw-activations': z.object({
    photograph: path,
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
    base: z.string().max(40),
    /** `imagenet`, `random`, or a file. */
    weights: path,
    size: z.number().int().min(32).max(1024),
    fit: z.enum(fits),
    preprocess: z.enum(preprocessings),
    out: path,
  }),
  ...insightRequestSchemas,
  ...judgeRequestSchemas,
  ...runsRequestSchemas,
} as const

/** What each request answers. */
export interface Answers extends InsightAnswers, JudgeAnswers, RunsAnswers {
  doctor: DoctorReport
  summarize: NetworkSummary
  'import-dataset': DatasetReport
  'preview-import': ImportPreview
  'check-dataset': DatasetReport
  'edit-dataset': EditState
  'relink-dataset': Relinked
  'write-splits': WrittenSplits
  'fetch-weights': { file: string; sha256: string; source: string }
  'fetch-samples': { folder: string; photographs: number }
  'start-run': TrainResult
  evaluate: EvaluateResult
  predict: PredictResult
  'draw-figures': { files: string[] }
  'draw-activations': { rows: ActivationRow[] }
}

/** The strongest channel of one convolution, from 0, and its picture's file name. */
export const activationRowSchema = z.object({
  layer: z.string().max(255),
  channel: z.number().int().nonnegative(),
  picture: z.string().max(255),
})
export type ActivationRow = z.infer<typeof activationRowSchema>

export type RequestName = keyof Answers & keyof typeof requestSchemas
/** What a caller gives; defaults may be left out. */
export type RequestInput<N extends RequestName> = z.input<(typeof requestSchemas)[N]>
/** What a handler gets, defaults filled in. */
export type HandlerInput<N extends RequestName> = z.output<(typeof requestSchemas)[N]>
export type Answer<N extends RequestName> = Answers[N]
