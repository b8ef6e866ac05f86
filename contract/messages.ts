import type { AppAnswers, AppEvents, AppRequestInput, AppRequestName } from './app.ts'
import type { JobProgress } from './engine.ts'
import type { Events } from './events.ts'
import type { Failure } from './failure.ts'
import type { Answers, RequestInput, RequestName } from './requests.ts'

/** Every request that a window may make. */
export type WindowRequestName = RequestName | AppRequestName
export type WindowRequestInput<N extends WindowRequestName> = N extends AppRequestName
  ? AppRequestInput<N>
  : N extends RequestName
    ? RequestInput<N>
    : never
export type WindowAnswer<N extends WindowRequestName> = (AppAnswers & Answers)[N]
/** Every event that a window may hear. */
export type WindowEvents = Events & AppEvents
export type WindowEventName = keyof WindowEvents

/**
 * What goes over the wire, the same for both transports: structured clone over IPC, MessagePack over a WebSocket. `id` is the
 * window's own counter. A `cancel` is answered like any end: with the failure `cancelled`.
 */
export type ClientMessage = { id: number; request: WindowRequestName; input: unknown } | { cancel: number }
/** The channels of Electron's IPC: one to the shell, one to the window. */
export const ipcChannels = { toShell: 'thaw-to-shell', toWindow: 'thaw-to-window' } as const

export type ServerMessage =
  | { id: number; answer: unknown }
  | { id: number; failure: Failure }
  /** How far the request is, if it is a job. The event `job-progressed` says the same to every window. */
  | { id: number; progress: JobProgress }
  | { event: WindowEventName; payload: unknown }

/** What preload exposes as `window.thaw`, and nothing else. */
export interface Bridge {
  send(message: ClientMessage): void
  /** Answers the function that stops listening. */
  receive(listener: (message: ServerMessage) => void): () => void
  /** The path of a `File` that was dropped or chosen (Electron's webUtils). */
  pathOf(file: object): string
  /** Node's `process.platform`, for where the system's window buttons are. */
  platform: string
}
