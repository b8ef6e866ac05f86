import { fail, failureOf, requestSchemas, ThawError, type Failure, type RequestName } from '../../contract/index.ts'
import type { CheckedHandler, Handlers } from './handler.ts'
import { describeIssues } from './input-issues.ts'
import { trackJob } from './job-progress.ts'
import type { Emit } from './protocol.ts'
import type { InTurn } from './queue.ts'
import type { Projects } from './project-lock/index.ts'

/** One request on its way to its answer. */
export interface Call {
  id: number
  request: string
  input: unknown
  /** Its reason says why, as a `ThawError`. */
  signal: AbortSignal
  emit: Emit
  /** Called when the work begins, here. */
  onBegin: () => void
}

export type Outcome = { answer: unknown } | { failure: Failure }
export type Router = (call: Call) => Promise<Outcome>

/**
 * Answers requests: checks the input against the contract, waits for the project and for the job's turn, and makes a
 * value of whatever is thrown, with the request's name in it. Never rejects.
 */
export function createRouter(handlers: Handlers, inTurn: InTurn, projects: Projects): Router {
  return async (call) => {
    const { id, request, signal, emit, onBegin } = call
    const tracker = trackJob(id, request, (progress) => emit('job-progressed', progress))
    try {
      const { handler, input } = checked(handlers, request, call.input)
      tracker.state('waiting')
      const work = { signal, progress: tracker.progress, emit }
      const begin = (): Promise<unknown> => {
        onBegin()
        tracker.state('running')
        return handler.run(input, work)
      }
      const run = (): Promise<unknown> => (handler.turn === 'queued' ? inTurn(signal, begin) : begin())
      const project = handler.project?.(input) ?? null
      const answer =
        project === null
          ? await run()
          : await projects.within(project, { request, input, signal, run, onEvent: tracker.relay(emit) })
      tracker.state('ended')
      return { answer }
    } catch (error) {
      const failure = { ...failureOf(causeOf(error, signal)), request }
      if (failure.code === 'unexpected') emit('message-logged', { level: 'info', text: stackOf(error) })
      tracker.state(['cancelled', 'paused', 'finish'].includes(failure.code) ? 'cancelled' : 'failed')
      return { failure }
    }
  }
}

function checked(handlers: Handlers, request: string, raw: unknown): { handler: CheckedHandler; input: unknown } {
  if (!isRequest(request)) throw fail('unknown-request', `There is no request “${request}”.`)
  const handler: CheckedHandler | undefined = handlers[request]
  if (!handler) throw fail('not-available', `“${request}” is not available in this engine.`)
  const result = requestSchemas[request].safeParse(raw)
  if (!result.success) throw new ThawError(describeIssues(result.error.issues))
  return { handler, input: result.data }
}

function isRequest(name: string): name is RequestName {
  return Object.hasOwn(requestSchemas, name)
}

/** What a library throws when it is aborted says less than the reason for it. */
function causeOf(error: unknown, signal: AbortSignal): unknown {
  return signal.aborted && !(error instanceof ThawError) ? signal.reason : error
}

function stackOf(error: unknown): string {
  return (error instanceof Error && error.stack) || String(error)
}
