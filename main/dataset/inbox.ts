import type { Worker } from 'node:worker_threads'
import { fail } from '../../contract/index.ts'

/** What a worker thread says, one message after the other. */
export interface Inbox<Message> {
  /** Waits for the next message. Throws when the worker dies, and `signal.reason` when that is aborted. */
  next(signal: AbortSignal): Promise<Message>
}

/** Collects the messages of a worker that decodes photographs, from now on. */
export function openInbox<Message>(worker: Worker): Inbox<Message> {
  const arrived: Message[] = []
  let error: Error | undefined
  let wake = (): void => {}
  const onError = (reason: unknown): void => {
    error ??= reason instanceof Error ? reason : new Error(String(reason))
    wake()
  }
  worker.on('message', (message: Message) => {
    arrived.push(message)
    wake()
  })
  worker.on('error', onError)
  worker.on('exit', () => onError(fail('decoder-stopped', 'The thread that decodes photographs has stopped.')))
  return {
    async next(signal) {
      // One turn of the event loop, so that a cancel gets through even when messages are always ready.
      await new Promise<void>((resolve) => setImmediate(resolve))
      const onAbort = (): void => wake()
      signal.addEventListener('abort', onAbort)
      try {
        for (;;) {
          signal.throwIfAborted()
          const message = arrived.shift()
          if (message !== undefined) return message
          if (error) throw error
          await new Promise<void>((resolve) => (wake = resolve))
        }
      } finally {
        signal.removeEventListener('abort', onAbort)
      }
    },
  }
}
