import type { EventName, Events } from '../../contract/index.ts'
import type { EventMessage } from './protocol.ts'

type Handle = (payload: never) => void

/** Who hears which event. */
export interface EventListeners {
  on: <E extends EventName>(event: E, handle: (payload: Events[E]) => void) => () => void
  emit: (message: EventMessage) => void
}

export function createEvents(): EventListeners {
  const listeners = new Map<EventName, Set<Handle>>()
  return {
    on(event, handle) {
      const set = listeners.get(event) ?? new Set()
      listeners.set(event, set.add(handle))
      return () => void set.delete(handle)
    },
    emit({ event, payload }) {
      for (const handle of listeners.get(event) ?? []) handle(payload as never)
    },
  }
}
