import type { Ending } from './asked-to-stop.ts'
import type { EventName, Events, Failure } from '../../contract/index.ts'

/** What the supervisor says to its engine. Ids are positive and count up; a job keeps its request's id. */
export type ToEngine =
  | { id: number; request: string; input: unknown }
  /** With `how` the job rejects with `paused` instead of `cancelled`, or completes with what it has. */
  | { cancel: number; how?: Ending }
  /** End. With `finishGuests` the jobs of other engines that are already running are finished first. */
  | { close: true; finishGuests: boolean }

/** An event with its name. */
export type EventMessage = { [E in EventName]: { event: E; payload: Events[E] } }[EventName]

/** What the engine says: one answer or failure for every request, and events whenever it likes. */
export type FromEngine = { id: number; answer: unknown } | { id: number; failure: Failure } | EventMessage

/** Says one event. */
export type Emit = <E extends EventName>(event: E, payload: Events[E]) => void
