import type { EventName, Events } from './events.ts'

export type WorkUnit = 'files' | 'photographs' | 'epochs' | 'bytes' | 'batches'

/**
 * What a long piece of work is given: how to learn that it should stop, and how to say how far it is.
 * Work checks `signal` between units (a photograph, a batch, an epoch) and throws `signal.reason` when aborted.
 */
export interface Work {
  signal: AbortSignal
  /** `total` 0: not known. The router adds the time left. */
  progress: (step: string, done: number, total: number, unit: WorkUnit) => void
  emit: <E extends EventName>(event: E, payload: Events[E]) => void
}

/** Work that nobody watches or stops. */
export function unwatched(): Work {
  return { signal: new AbortController().signal, progress: () => {}, emit: () => {} }
}
