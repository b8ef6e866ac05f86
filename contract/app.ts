import { z } from 'zod'
import { augmentationSchema } from './augmentation-schema.ts'
import { fits, type Split } from './dataset-names.ts'
import type { DatasetReport } from './dataset.ts'
import { divideSettingsSchema, type DrawSettings } from './draws.ts'
import { editRequest, type EditState } from './edits.ts'
import type { EngineStatus, JobProgress } from './engine.ts'
import type { Failure } from './failure.ts'
import { insightAppSchemas, type InsightAppAnswers } from './insight.ts'
import { judgeAppSchemas, type JudgeAppAnswers } from './judge.ts'
import { layoutChoiceSchema, type ImportPreview } from './layouts.ts'
import { preprocessings } from './network.ts'
import { planChoicesSchema } from './plan.ts'
import type { HistoryRow, RunRecord, TrainResult } from './run.ts'
import { runsAppSchemas, type RunsAppAnswers } from './runs.ts'

/*
 * What the window asks of the shell (desktop or serve) beyond what the engine answers (requests.ts). The shell answers these
 * itself, asking the engine where TensorFlow is needed, and passes every other request on.
 */

const path = z.string().min(1).max(4096)
const name = z.string().min(1).max(255)

export const languages = ['en', 'ko'] as const
export type Language = (typeof languages)[number]
export const themes = ['system', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

export const settingsSchema = z.object({
  /** null: as the system. */
  language: z.enum(languages).nullable(),
  theme: z.enum(themes),
  /** Taken up when the engine next starts. */
  device: z.enum(['auto', 'cpu']),
  /** What new runs begin with. */
  precision: z.enum(['auto', 'float32', 'bfloat16']),
  /** Bytes that the features of one project may take; null: as much as there is room. */
  featuresLimit: z.number().int().min(100_000_000).nullable(),
})
export type Settings = z.infer<typeof settingsSchema>

/** How a base's rows are asked for; whatever is left out is the recipe's default. */
const networkChoice = {
  base: name.default('vgg16'),
  size: z.number().int().min(32).max(1024).default(150),
}

/** The input of each. Paths are absolute. `project` is a project's folder, `run` a run's name. */
export const appRequestSchemas = {
  /** Everything that a window needs to draw itself; asked for at the start and after every reconnect. */
  'app-state': z.object({}),
  'save-settings': settingsSchema.partial(),

  /** Folders under the root (serve) or anywhere (desktop), for choosing one without a system dialog. null: the root or home. */
  'list-folder': z.object({ folder: path.nullable().default(null) }),
  /** Desktop only: the system's own dialog. null: the person cancelled. */
  'choose-folder': z.object({}),
  /** Desktop only: the same for archives. Empty: the person cancelled. */
  'choose-archives': z.object({}),
  /** Desktop only: the system's save dialog, then the bytes written there. */
  'save-file': z.object({ name, bytes: z.instanceof(Uint8Array) }),
  /** Desktop only: the same for a file of a run (`model.h5`, `log.csv`), copied. In a browser it is a resource. */
  'save-run-file': z.object({ project: path, run: name, file: path }),
  /** Desktop only: shows a file or folder in the system's file manager. */
  'show-in-folder': z.object({ path }),

  /**
   * Makes a project beside the others for a folder of photographs, imports it and remembers it; where a project for that
   * folder exists, opens it. A job with progress (`scan`). Given a project's own folder, opens that.
   */
  'open-project': z.object({
    /** Or an archive. */
    folder: path,
    /** More folders and archives for the same data set. */
    more: z.array(path).max(1000).default([]),
    /** In place of the recognised one. */
    layout: layoutChoiceSchema.optional(),
  }),
  /**
   * What `open-project` would make of folders and archives; `project` where there is one for them. Archives are unpacked for
   * it, out of sight, once. A job with progress (`unpack`, `list`).
   */
  'preview-project': z.object({
    folder: path,
    more: z.array(path).max(1000).default([]),
    layout: layoutChoiceSchema.optional(),
  }),
  /** Deletes what a preview unpacked. */
  'drop-preview': z.object({ folder: path, more: z.array(path).max(1000).default([]) }),
  'project-state': z.object({ project: path }),
  /**
   * Reads the photographs' folder again: new files join, changed ones are read, lost ones leave. With `divide`, what Thaw
   * divides is divided anew by these settings; what a person moved stays moved. One step to undo. A job.
   */
  'rescan-project': z.object({ project: path, divide: divideSettingsSchema.optional() }),
  /** Says where the photographs lie now, after their folder was moved; every one is compared with what it was. A job. */
  'relink-project': z.object({ project: path, folder: path }),
  /**
   * Relabels, leaves out, brings back, marks as hard, moves to another split, renames and merges classes, accepts a finding;
   * or takes the last such step back or does it again. Photographs are named as in dataset.json; the folder is not touched.
   */
  'edit-photographs': z.object({ project: path, ...editRequest }),
  /**
   * Looks at the photographs with the features of a base: near-duplicates and labels that are probably wrong. A job; the features
   * are those that a first run uses. Without the base's weights on this computer only what needs none.
   */
  'check-photographs': z.object({ project: path }),
  /** Takes it off the list; deletes nothing. */
  'forget-project': z.object({ project: path }),
  /** One class of a project, in the order in which a run reads them. Up to 25,000 rows. */
  'list-photographs': z.object({ project: path, class: name }),

  /** Rows of the stack, from the input up, with parameters and work per row. Needs neither weights nor the engine. */
  'preview-network': z.object({
    ...networkChoice,
    /** The base's last layer that is used: the head stands on it. All of the base's rows are answered either way. */
    cut: name.optional(),
    classes: z.number().int().min(2).max(10_000),
    head: z.number().int().min(1).max(65_536).default(256),
    dropout: z.number().min(0).lt(1).default(0.5),
  }),
  /**
   * One photograph through the base, its strongest channel at each convolution drawn as a small picture. A job. Fails with
   * `weights-missing` rather than fetch half a gigabyte because someone looked at a screen.
   */
  'preview-activations': z.object({
    project: path,
    /** As in dataset.json; left out: the first photograph of the test split. */
    file: path.optional(),
    ...networkChoice,
    fit: z.enum(fits).default('stretch'),
    preprocess: z.enum(preprocessings).default('imagenet'),
  }),

  /**
   * One photograph under some random draws of an augmentation, the same for the same seed. Nothing is computed before the
   * pictures are loaded, and each takes a few milliseconds: it may be asked for as a setting moves.
   */
  'preview-augmentation': z.object({
    project: path,
    /** As in dataset.json; left out: the first photograph of the training split. */
    file: path.optional(),
    size: networkChoice.size,
    fit: z.enum(fits).default('stretch'),
    settings: augmentationSchema,
    seed: z.number().int().min(0).max(0xffff_ffff).default(0),
    draws: z.number().int().min(1).max(32).default(8),
  }),

  /** `start-run` on the photographs that the project lists, whatever its folder on disk is now called. A job. */
  'start-training': z.object({
    project: path,
    choices: planChoicesSchema.default({}),
    resume: name.optional(),
    /** With `resume`: so many epochs more. */
    extend: z.number().int().min(1).max(100_000).optional(),
    /** A new run from a kept epoch of another. */
    branch: z.object({ run: name, epoch: z.enum(['last', 'best']) }).optional(),
  }),
  /**
   * `pause`: at the next step, checkpoint kept, state `paused`; it goes on with `start-training` and `resume`. `stop`: ends the
   * run with its last whole epoch, which is tested and saved as in a run that ended by itself; before the first epoch has ended
   * it is a pause. Any window may ask, not only the one that started the run.
   */
  'end-run': z.object({ project: path, run: name, how: z.enum(['pause', 'stop']) }),
  /** Cancels any job by its number, whoever started it. */
  'cancel-job': z.object({ job: z.number().int() }),

  ...insightAppSchemas,
  ...judgeAppSchemas,
  ...runsAppSchemas,

  'weights-state': z.object({}),
  /** What features and thumbnails take on disk; safe to delete. Runs and models are not part of it. */
  'cache-state': z.object({}),
  'clear-cache': z.object({}),
} as const

export interface RecentProject {
  project: string
  name: string
  /** ISO 8601, when it was last opened. */
  opened: string
  classes: number
  photographs: number
  /** Up to four photographs of different classes, as in dataset.json. */
  covers: string[]
  /** The newest finished run with its interval, if any. */
  lastRun: { name: string; interval: [number, number] | null } | null
}

export interface EngineState {
  state: 'starting' | 'ready' | 'stopped'
  status: EngineStatus | null
  failure: Failure | null
}

export interface AppState {
  version: string
  settings: Settings
  /** The system's language, for `language: null`. */
  systemLanguage: Language
  engine: EngineState
  recent: RecentProject[]
  /** Jobs that wait or run, whoever started them. */
  jobs: JobProgress[]
  /** The sample photographs; `folder` null until fetched. */
  samples: { folder: string | null; photographs: number; bytes: number }
  /** Under serve: the folder that list-folder is confined to. */
  root: string | null
}

/** A run as a screen needs it. */
export interface RunView {
  record: RunRecord
  /** The run's folder, absolute. */
  folder: string
  history: HistoryRow[]
  /** What the run holds, relative to its folder. */
  files: { file: string; bytes: number }[]
}

export interface ProjectState {
  project: string
  name: string
  /** The photographs' folder, absolute. */
  source: string
  splitting: 'given' | 'drawn'
  /** How Thaw divided; null: it divided nothing. */
  draw: DrawSettings | null
  data: DatasetReport
  /** What undo and redo would be about. */
  edits: EditState
  /** Whether `check-photographs` has looked at them with a base's features. */
  closelyChecked: boolean
  /** One photograph of each class, as in dataset.json. */
  covers: Record<string, string>
  /** Newest first. */
  runs: RunView[]
}

export interface PhotographRow {
  file: string
  split: Split
  /** Pixels, as displayed. */
  width: number
  height: number
  bytes: number
  /** The class as first labelled, where it was another. */
  labelled?: string
  /** Marked as hard to tell. */
  hard?: true
  /** Not used: left out by a person, from the split named, or beyond the counts asked for. */
  leftOut?: true
}

export interface NetworkRow {
  name: string
  /** Keras class name. */
  type: string
  part: 'input' | 'base' | 'head'
  /** `block5` from `block5_conv1`; null where the base has no such names, and in the head. */
  block: string | null
  /** Without the batch axis. */
  outputShape: number[]
  params: number
  /** Multiply-adds of the forward pass for one photograph. */
  multiplyAdds: number
  /** Whether everything above depends on this output alone, so that it can be the cache. */
  boundary: boolean
}

export interface NetworkPreview {
  /** From the input up. */
  rows: NetworkRow[]
  /** Photographs per second through the whole base, as last measured here; null until a run has extracted. */
  imagesPerSecond: number | null
}

export interface WeightsState {
  base: string
  /** Null: not on this computer. */
  file: string | null
  bytes: number | null
  /** The hash was compared with the manifest's. */
  verified: boolean
  /** About how much a fetch would bring. */
  fetchBytes: number | null
}

export interface FolderListing {
  folder: string
  /** Null at the root. */
  parent: string | null
  /** Folders first, then files, each by name. Hidden ones are left out. */
  entries: { name: string; kind: 'folder' | 'file' }[]
}

export interface AppAnswers extends InsightAppAnswers, JudgeAppAnswers, RunsAppAnswers {
  'app-state': AppState
  'save-settings': Settings
  'list-folder': FolderListing
  'choose-folder': { folder: string | null }
  'choose-archives': { files: string[] }
  'save-file': { file: string | null }
  'save-run-file': { file: string | null }
  'show-in-folder': Record<string, never>
  'open-project': { project: string }
  'preview-project': { project: string } | { preview: ImportPreview }
  'drop-preview': Record<string, never>
  'project-state': ProjectState
  'rescan-project': ProjectState
  'relink-project': ProjectState
  'edit-photographs': ProjectState
  'check-photographs': ProjectState
  'forget-project': Record<string, never>
  'list-photographs': { photographs: PhotographRow[] }
  'preview-network': NetworkPreview
  /** `picture`: a resource path. */
  'preview-activations': { file: string; rows: { layer: string; channel: number; picture: string }[] }
  /** Resource paths, one a draw. */
  'preview-augmentation': { file: string; pictures: string[] }
  'start-training': TrainResult
  'end-run': Record<string, never>
  'cancel-job': Record<string, never>
  'weights-state': WeightsState[]
  'cache-state': { folder: string; bytes: number }
  'clear-cache': { folder: string; bytes: number }
}

export type AppRequestName = keyof AppAnswers & keyof typeof appRequestSchemas
export type AppRequestInput<N extends AppRequestName> = z.input<(typeof appRequestSchemas)[N]>
export type AppHandlerInput<N extends AppRequestName> = z.output<(typeof appRequestSchemas)[N]>

/** What the shell says unasked, beside the engine's events. */
export interface AppEvents {
  /** Data or runs changed in a way that no finer event tells: ask for `project-state` again. */
  'project-changed': { project: string }
  'settings-changed': Settings
  /** Desktop: a menu item, or a folder opened from the system. */
  'command-chosen': { command: MenuCommand; folder?: string }
}
export const menuCommands = [
  'open-folder',
  'home',
  'data',
  'model',
  'train',
  'inside',
  'judge',
  'use',
  'settings',
] as const
export type MenuCommand = (typeof menuCommands)[number]

/**
 * Uploads (serve only): `POST /upload?batch=ID&path=RELATIVE` with the file as body answers `{ path }`, absolute. Files of one
 * batch (a UUID of the window's) share a folder, whose path is `{ folder }` in the same answer; `path` may hold folders.
 */
export interface UploadAnswer {
  path: string
  folder: string
}
