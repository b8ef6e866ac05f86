import { fail, ThawError } from '../../contract/index.ts'
import type { Answer, EventName, Events, JobProgress, RequestInput, RequestName } from '../../contract/index.ts'
import type { EngineProcess, Exit, Fork } from './engine-process.ts'
import { createEvents } from './event-listeners.ts'
import { forkEngine } from './fork-engine.ts'
import type { EventMessage, FromEngine } from './protocol.ts'
import type { Ending } from './asked-to-stop.ts'
import { describeStop } from './stop-reason.ts'

export interface EngineOptions {
  /** @default forkEngine, a child of this Node process */
  fork?: Fork
  /** Variables added to the engine's environment. @default {} */
  env?: Record<string, string>
  /** Hears every event. */
  onEvent?: (message: EventMessage) => void
  /** Hears what native code writes to the engine's stdout and stderr. */
  onOutput?: (text: string) => void
  /** Milliseconds that `close` gives the engine before it is killed. @default 10000 */
  patience?: number
}

export interface RequestOptions {
  /** Its abort is a first cancel: the job stops at its next step and rejects with `cancelled`. */
  signal?: AbortSignal
  /** About four times a second while the job is under way. */
  onProgress?: (progress: JobProgress) => void
}

/** An engine process and what is asked of it. */
export interface Engine {
  /**
   * Asks the engine, which is started by the first request and by the first one after it stopped.
   *
   * @throws ThawError with the request's name in its failure; `engine-stopped` when the engine ends before the answer
   */
  request<N extends RequestName>(name: N, input: RequestInput<N>, options?: RequestOptions): Promise<Answer<N>>
  /** Calls `handle` at every such event, until the function that it returns is called. */
  on<E extends EventName>(event: E, handle: (payload: Events[E]) => void): () => void
  /** The last `engine-changed`. */
  status(): Events['engine-changed']
  /**
   * Asks a job, by its number, to stop at its next step; the second time for the same job the engine is killed. `how`: it
   * rejects with `paused` instead of `cancelled`, or completes with what it has done.
   */
  cancel(job: number, how?: Ending): void
  /** Ends the engine at once; whatever was asked rejects with `engine-stopped`. */
  kill(): void
  /**
   * Ends the engine for good: its jobs are cancelled, and after `patience` it is killed. With `finishGuests` it first
   * finishes what it has begun for other engines, however long that takes.
   */
  close(options?: { finishGuests?: boolean }): Promise<void>
}

interface Pending {
  request: RequestName
  begun: boolean
  onProgress: RequestOptions['onProgress']
  resolve: (answer: unknown) => void
  reject: (error: Error) => void
}

interface Running {
  process: EngineProcess
  pending: Map<number, Pending>
  cancelled: Set<number>
  wanted: 'closed' | 'killed' | null
  lastWords: string
  ended: Promise<void>
}

/** Supervises an engine process. Nothing is started before the first request. */
export function startEngine(options: EngineOptions = {}): Engine {
  const { fork = forkEngine, env = {}, onEvent, onOutput, patience = 10_000 } = options
  const events = createEvents()
  let running: Running | null = null
  let status: Events['engine-changed'] = { state: 'stopped', status: null, failure: null }
  let closed = false
  let lastId = 0

  const tell = (message: EventMessage): void => {
    if (message.event === 'engine-changed') status = message.payload
    events.emit(message)
    onEvent?.(message)
  }

  const launch = (): Running => {
    const process = fork(env)
    const engine: Running = {
      process,
      pending: new Map(),
      cancelled: new Set(),
      wanted: null,
      lastWords: '',
      ended: new Promise((resolve) => {
        process.onExit((exit) => {
          if (running === engine) stopped(engine, exit)
          resolve()
        })
      }),
    }
    process.onMessage((message) => receive(engine, message))
    process.onOutput((text) => {
      engine.lastWords = (engine.lastWords + text).slice(-4000)
      onOutput?.(text)
    })
    tell({ event: 'engine-changed', payload: { state: 'starting', status: null, failure: null } })
    return engine
  }

  const receive = ({ pending, cancelled }: Running, message: FromEngine): void => {
    if ('event' in message) {
      if (message.event === 'job-progressed') {
        const job = pending.get(message.payload.job)
        if (job) job.begun ||= message.payload.state === 'running'
        job?.onProgress?.(message.payload)
      }
      return tell(message)
    }
    const request = pending.get(message.id)
    pending.delete(message.id)
    cancelled.delete(message.id)
    if ('failure' in message) request?.reject(new ThawError(message.failure))
    else request?.resolve(message.answer)
  }

  const stopped = (engine: Running, exit: Exit): void => {
    running = null
    const owed = [...engine.pending.values()]
    const underWay = owed.filter(({ begun }) => begun).map(({ request }) => request)
    const failure = describeStop({ exit, underWay, wanted: engine.wanted, lastWords: engine.lastWords })
    for (const { request, reject } of owed) reject(new ThawError({ ...failure, request }))
    const expected = engine.wanted === 'closed' && owed.length === 0
    tell({ event: 'engine-changed', payload: { state: 'stopped', status: null, failure: expected ? null : failure } })
  }

  const engine: Engine = {
    async request(name, input, { signal, onProgress } = {}) {
      if (closed) throw fail('engine-stopped', 'The engine was closed.', { request: name })
      if (signal?.aborted) throw fail('cancelled', 'Cancelled.', { request: name })
      const { process, pending } = (running ??= launch())
      const id = ++lastId
      const cancel = (): void => engine.cancel(id)
      signal?.addEventListener('abort', cancel, { once: true })
      try {
        return await new Promise((resolve, reject) => {
          // The engine answers a request with what the contract says it answers.
          const answered = resolve as (answer: unknown) => void
          pending.set(id, { request: name, begun: false, onProgress, resolve: answered, reject })
          process.send({ id, request: name, input })
        })
      } finally {
        signal?.removeEventListener('abort', cancel)
      }
    },
    on: events.on,
    status: () => status,
    cancel(job, how) {
      if (running?.cancelled.has(job)) return engine.kill()
      running?.cancelled.add(job)
      running?.process.send(how ? { cancel: job, how } : { cancel: job })
    },
    kill() {
      if (!running) return
      running.wanted = 'killed'
      running.process.kill()
    },
    async close({ finishGuests = false } = {}) {
      closed = true
      if (!running) return
      running.wanted ??= 'closed'
      running.process.send({ close: true, finishGuests })
      const limit = finishGuests ? undefined : setTimeout(() => running?.process.kill(), patience)
      await running.ended
      clearTimeout(limit)
    },
  }
  return engine
}
