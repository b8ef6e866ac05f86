import { z } from 'zod'
import { fail, failureOf, type ServerMessage } from '../../contract/index.ts'
import type { App } from './app.ts'

/** Requests that one window may have under way. */
const most = 500

const messageSchema = z.union([
  z.object({ id: z.number().int(), request: z.string().max(100), input: z.unknown() }),
  z.object({ cancel: z.number().int() }),
])

/** One window's end of the line, whatever the transport. */
export interface WindowLine {
  /** Takes a message. False when it is not one: such a line may as well be cut. */
  receive(message: unknown): boolean
  /** Stops listening. Jobs that the window began go on. */
  close(): void
}

export function openWindow(app: App, send: (message: ServerMessage) => void): WindowLine {
  const pending = new Map<number, AbortController>()
  let open = true
  const say = (message: ServerMessage): void => {
    if (open) send(message)
  }
  const stop = app.listen(say)

  async function answer(id: number, request: string, input: unknown): Promise<void> {
    if (pending.has(id) || pending.size >= most) {
      return say({ id, failure: failureOf(fail('too-many-requests', 'Too many requests at a time.', { request })) })
    }
    const controller = new AbortController()
    pending.set(id, controller)
    try {
      const { signal } = controller
      say({
        id,
        answer: await app.request(request, input, { signal, onProgress: (progress) => say({ id, progress }) }),
      })
    } catch (error) {
      say({ id, failure: { ...failureOf(error), request } })
    } finally {
      pending.delete(id)
    }
  }

  return {
    receive(raw) {
      const { data } = messageSchema.safeParse(raw)
      if (!data) return false
      if ('cancel' in data) pending.get(data.cancel)?.abort()
      else void answer(data.id, data.request, data.input)
      return true
    },
    close() {
      open = false
      stop()
    },
  }
}
