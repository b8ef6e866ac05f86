import { ref, type Ref } from 'vue'
import {
  fail,
  ThawError,
  type ClientMessage,
  type JobProgress,
  type WindowAnswer,
  type WindowEventName,
  type WindowEvents,
  type WindowRequestInput,
  type WindowRequestName,
} from '../../contract/index.ts'
import type { Files } from './files.ts'
import type { Port } from './port.ts'

export interface RequestOptions {
  signal?: AbortSignal
  onProgress?: (progress: JobProgress) => void
}

/** Everything that the screens know of the world outside the window. */
export interface Client extends Files {
  readonly platform: 'desktop' | 'browser'
  /** Node's name of the system on the desktop, else null. */
  readonly system: string | null
  /** Whether messages travel; turns true again after a reconnect, when stores ask for the state anew. */
  readonly connected: Ref<boolean>
  /** Rejects with a `ThawError`, whatever went wrong, the connection included. */
  request<N extends WindowRequestName>(
    name: N,
    input: WindowRequestInput<N>,
    options?: RequestOptions,
  ): Promise<WindowAnswer<N>>
  /** Answers the function that stops listening. */
  on<E extends WindowEventName>(event: E, listener: (payload: WindowEvents[E]) => void): () => void
  /** Where an `<img>` finds a resource path of the contract. */
  resourceUrl(path: string): string
}

interface Pending {
  name: WindowRequestName
  resolve(answer: unknown): void
  reject(error: unknown): void
  onProgress: RequestOptions['onProgress']
}

/** Requests and events over a port. Nothing hangs: a lost connection rejects what was pending, naming the request. */
export function overPort(port: Port): Pick<Client, 'connected' | 'request' | 'on'> {
  const pending = new Map<number, Pending>()
  const listeners = new Map<string, Set<(payload: never) => void>>()
  const connected = ref(false)
  let counter = 0

  const settle = (id: number): Pending | undefined => {
    const found = pending.get(id)
    pending.delete(id)
    return found
  }

  port.open({
    receive(message) {
      if ('event' in message)
        for (const listener of listeners.get(message.event) ?? []) listener(message.payload as never)
      else if ('progress' in message) pending.get(message.id)?.onProgress?.(message.progress)
      else if ('failure' in message) {
        const found = settle(message.id)
        found?.reject(new ThawError({ ...message.failure, request: message.failure.request ?? found.name }))
      } else settle(message.id)?.resolve(message.answer)
    },
    ready: () => (connected.value = true),
    lost(failure) {
      connected.value = false
      for (const id of [...pending.keys()]) {
        const found = settle(id)
        found?.reject(new ThawError({ ...failure, request: found.name }))
      }
    },
  })

  return {
    connected,
    request(name, input, { signal, onProgress } = {}) {
      if (signal?.aborted) return Promise.reject(fail('cancelled', 'Cancelled.', { request: name }))
      const id = ++counter
      const cancel = () => port.send({ cancel: id })
      return new Promise<unknown>((resolve, reject) => {
        pending.set(id, { name, resolve, reject, onProgress })
        signal?.addEventListener('abort', cancel, { once: true })
        port.send({ id, request: name, input } satisfies ClientMessage)
      }).finally(() => signal?.removeEventListener('abort', cancel)) as Promise<WindowAnswer<typeof name>>
    },
    on(event, listener) {
      const set = listeners.get(event) ?? new Set()
      listeners.set(event, set.add(listener))
      return () => set.delete(listener)
    },
  }
}
