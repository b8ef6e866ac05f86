import type {
  AppAnswers,
  AppHandlerInput,
  AppRequestName,
  JobProgress,
  Language,
  LineMeasured,
  RecentProject,
  Settings,
  WindowEvents,
} from '../../contract/index.ts'
import type { Engine } from '../engine/index.ts'
import type { Jobs } from './jobs.ts'
import type { JsonFile } from './json-file.ts'
import type { Places } from './places.ts'
import type { Listed } from './projects.ts'
import type { RunsElsewhere } from './runs-elsewhere.ts'

/** What the handlers share. */
export interface Context {
  engine: Engine
  home: string
  version: string
  systemLanguage: Language
  /** The folder that `list-folder` is confined to; null: none. */
  root: string | null
  settings: JsonFile<Settings>
  recents: JsonFile<RecentProject[]>
  speeds: JsonFile<Record<string, number>>
  /** What the line costs, as measured here, by what it depends on. */
  lines: JsonFile<Record<string, LineMeasured>>
  jobs: Jobs
  runsElsewhere: RunsElsewhere
  places: Places
  dataset: (project: string) => Promise<Listed>
  tell: <E extends keyof WindowEvents>(event: E, payload: WindowEvents[E]) => void
}

/** How a request's asker hears of it, and stops it. */
export interface Asked {
  signal?: AbortSignal
  onProgress?: (progress: JobProgress) => void
}

export type AppHandler<N extends AppRequestName> = (
  context: Context,
  input: AppHandlerInput<N>,
  asked: Asked,
) => Promise<AppAnswers[N]>

/** What only a desktop can do. */
export type PlatformRequest = 'choose-folder' | 'choose-archives' | 'save-file' | 'save-run-file' | 'show-in-folder'
export type PlatformHandlers = {
  readonly [N in PlatformRequest]: (input: AppHandlerInput<N>) => Promise<AppAnswers[N]>
}
export type AppHandlers = { readonly [N in Exclude<AppRequestName, PlatformRequest>]: AppHandler<N> }
