import { connect, type Socket } from 'node:net'
import { failureOf, ThawError } from '../../../contract/index.ts'
import { endingOf } from '../asked-to-stop.ts'
import type { EventMessage } from '../protocol.ts'
import { lineOver, type FromHolder, type ToHolder } from './line.ts'
import type { LockEntry } from './lock-entry.ts'

export interface HandedJob {
  request: string
  input: unknown
  signal: AbortSignal
  onEvent: (message: EventMessage) => void
}

/**
 * How handing over a job ended, when not with a failure. `unreachable`: the holder did not open; `lost`: it went away
 * without an answer.
 */
export type Outcome = { answer: unknown } | 'unreachable' | 'lost'

/**
 * Hands a job to the engine that has the project, tells its events, and passes on a cancel.
 *
 * @throws the holder's failure
 */
export async function handOver({ address, token }: LockEntry, job: HandedJob): Promise<Outcome> {
  const socket = await reach(address)
  if (!socket) return 'unreachable'
  const line = lineOver<ToHolder>(socket)
  const cancel = (): void => line.send({ cancel: true, how: endingOf(failureOf(job.signal.reason).code) })
  line.send({ token, request: job.request, input: job.input })
  job.signal.addEventListener('abort', cancel, { once: true })
  if (job.signal.aborted) cancel()
  try {
    for await (const message of line.messages() as AsyncIterable<FromHolder>) {
      if ('event' in message) job.onEvent(message)
      else if ('failure' in message) throw new ThawError(message.failure)
      else return { answer: message.answer }
    }
    return 'lost'
  } finally {
    job.signal.removeEventListener('abort', cancel)
  }
}

function reach(address: string): Promise<Socket | null> {
  return new Promise((resolve) => {
    const socket = connect(address)
    socket.once('connect', () => resolve(socket))
    socket.once('error', () => resolve(null))
  })
}
