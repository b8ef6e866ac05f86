import { join, resolve } from 'node:path'
import { z } from 'zod'
import {
  lineMeasuredSchema,
  appRequestSchemas,
  fail,
  requestSchemas,
  ThawError,
  type AppRequestName,
  type Language,
  type RequestName,
  type WindowEvents,
} from '../../contract/index.ts'
import { describeIssues, forkEngine, startEngine, type Engine, type Fork } from '../engine/index.ts'
import type { AppHandler, Asked, Context, PlatformHandlers, PlatformRequest } from './context.ts'
import { appHandlers } from './handlers/index.ts'
import { trackJobs } from './jobs.ts'
import { jsonFile } from './json-file.ts'
import { pathsOf, whatIsThere } from './paths-of-requests.ts'
import { removeAbandoned } from './pending.ts'
import { anywhere, confinedTo } from './places.ts'
import { createDatasets } from './projects.ts'
import { recentsFile } from './recents.ts'
import { remember } from './recent-entry.ts'
import { createResources, type Resource } from './resources.ts'
import { watchRunsElsewhere } from './runs-elsewhere.ts'
import { settingsFile } from './settings.ts'

export interface AppOptions {
  /** Where settings.json, recent.json and new projects live. */
  home: string
  version: string
  systemLanguage: Language
  /** Confines windows to this folder, to `home` and to what `home` lists; left out: no confinement. */
  root?: string
  /** More folders that a confined window may name, such as where uploads arrive. */
  alsoRead?: readonly string[]
  /** @default a child of this Node process */
  fork?: Fork
  /** What only a desktop answers. */
  platform?: PlatformHandlers
  /** Hears what native code writes to the engine's stdout and stderr. */
  onOutput?: (text: string) => void
}

export type EventMessageOfWindow = {
  [E in keyof WindowEvents]: { event: E; payload: WindowEvents[E] }
}[keyof WindowEvents]

/** What any number of windows ask: the shell's side of the contract. */
export interface App {
  /** Checks the input and answers. @throws ThawError with the request's name in its failure */
  request(name: string, input: unknown, asked?: Asked): Promise<unknown>
  /** Everything that windows hear. Answers the function that stops listening. */
  listen(hear: (message: EventMessageOfWindow) => void): () => void
  tell<E extends keyof WindowEvents>(event: E, payload: WindowEvents[E]): void
  /** What lies at a resource path of the contract; null for what the project does not list. */
  resource(path: string): Promise<Resource | null>
  readonly engine: Engine
  /** The photographs' folders of the projects on the list. */
  sources(): Promise<string[]>
  close(): Promise<void>
}

/** Starts the shell, and with the first request that needs it the engine. */
export async function createApp(options: AppOptions): Promise<App> {
  const { home, version, systemLanguage, root, alsoRead = [], fork = forkEngine, platform, onOutput } = options
  const { findBase, samplesState } = await import('../zoo/index.ts')
  // A disk that is full or gone is no reason not to start.
  await removeAbandoned(home).catch(() => {})
  const listeners = new Set<(message: EventMessageOfWindow) => void>()
  const tell: Context['tell'] = (event, payload) => {
    for (const hear of listeners) hear({ event, payload } as EventMessageOfWindow)
  }
  const settings = settingsFile(home)
  const recents = recentsFile(home)
  const lines = jsonFile(join(home, 'lines.json'), z.record(z.string(), lineMeasuredSchema), {})
  const speeds = jsonFile(join(home, 'speeds.json'), z.record(z.string(), z.number().positive()), {})
  let { device } = await settings.read()
  const engine = startEngine({
    fork: (environment) => fork({ ...environment, ...(device === 'cpu' ? { CUDA_VISIBLE_DEVICES: '-1' } : {}) }),
    onOutput,
    onEvent: ({ event, payload }) => {
      if (event !== 'job-progressed') tell(event, payload as never)
    },
  })
  const jobs = trackJobs(engine, (progress) => tell('job-progressed', progress))
  const runsElsewhere = watchRunsElsewhere(tell)
  const listed = async (): Promise<string[]> => (await recents.read()).map(({ project }) => project)
  const readable =
    root === undefined
      ? anywhere
      : confinedTo(async () => {
          const { folder } = await samplesState()
          return [root, home, ...alsoRead, ...(folder ? [folder] : []), ...(await listed())]
        })
  const writable = root === undefined ? anywhere : confinedTo(async () => [join(home, 'projects'), ...(await listed())])
  const context: Context = {
    engine,
    home,
    version,
    systemLanguage,
    root: root ?? null,
    settings,
    recents,
    speeds,
    lines,
    jobs,
    runsElsewhere,
    places: readable,
    dataset: createDatasets(),
    tell,
  }
  listeners.add(({ event, payload }) => {
    if (event === 'settings-changed') device = payload.device
    if (event !== 'run-changed') return
    const { imagesPerSecond, plan, state } = payload.run
    const isWhole = (): boolean => findBase(plan.base).build({ size: null, includeTop: false }).output === plan.cut
    if (imagesPerSecond !== null && isWhole()) {
      void speeds.change((known) => ({ ...known, [`${plan.base} ${plan.size}`]: imagesPerSecond })).catch(() => {})
    }
    if (state !== 'running') void remember(context, payload.project, { opened: false }).catch(() => {})
  })

  async function answer(name: string, raw: unknown, asked: Asked): Promise<unknown> {
    if (Object.hasOwn(appRequestSchemas, name)) {
      const input = checked(appRequestSchemas[name as AppRequestName], raw)
      if (isPlatform(name)) {
        if (!platform) throw fail('not-available', 'This is only there in the desktop application.')
        return platform[name](input as never)
      }
      const handler = appHandlers[name as Exclude<AppRequestName, PlatformRequest>] as AppHandler<AppRequestName>
      return handler(context, input as never, asked)
    }
    if (!Object.hasOwn(requestSchemas, name)) throw fail('unknown-request', `There is no request “${name}”.`)
    const input = checked(requestSchemas[name as RequestName], raw)
    const { read, write } = (pathsOf[name as RequestName] as (input: unknown) => ReturnType<typeof pathsOf.doctor>)(
      input,
    )
    if (root !== undefined) {
      for (const path of read) if (path !== undefined) await readable.check(path)
      for (const path of write) await writable.check(whatIsThere(path))
    }
    return engine.request(name as RequestName, input as never, asked)
  }

  return {
    async request(name, input, asked = {}) {
      try {
        return await answer(name, input, asked)
      } catch (error) {
        if (error instanceof ThawError) throw new ThawError({ ...error.failure, request: name }, { cause: error })
        throw error
      }
    },
    listen(hear) {
      listeners.add(hear)
      return () => void listeners.delete(hear)
    },
    tell,
    resource: createResources(context),
    engine,
    async sources() {
      const found = (await listed()).map((project) =>
        context.dataset(project).then(
          ({ dataset }) => resolve(project, dataset.folder),
          () => [],
        ),
      )
      return (await Promise.all(found)).flat()
    },
    async close() {
      runsElsewhere.close()
      await engine.close()
    },
  }
}

const platformRequests: readonly string[] = [
  'choose-folder',
  'choose-archives',
  'save-file',
  'save-run-file',
  'show-in-folder',
]
const isPlatform = (name: string): name is PlatformRequest => platformRequests.includes(name)

function checked(schema: z.ZodType, raw: unknown): unknown {
  const result = schema.safeParse(raw)
  if (result.success) return result.data
  throw new ThawError(describeIssues(result.error.issues))
}
