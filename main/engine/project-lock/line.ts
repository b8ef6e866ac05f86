import { decodeMultiStream, encode } from '@msgpack/msgpack'
import type { Ending } from '../asked-to-stop.ts'
import type { Socket } from 'node:net'
import type { Failure } from '../../../contract/index.ts'
import type { EventMessage } from '../protocol.ts'

/** What an engine says to the one that has the project: a job, once, and perhaps that it should stop. */
export type ToHolder = { token: string; request: string; input: unknown } | { cancel: true; how?: Ending | null }

/** What the holder says back: the job's events, then its answer or failure. */
export type FromHolder = EventMessage | { answer: unknown } | { failure: Failure }

/** Both ends of a local socket, on which one job travels as MessagePack. */
export interface Line<Out> {
  send(message: Out): void
  /** Whatever arrives, until the line ends, in whichever way; not checked. */
  messages(): AsyncIterable<unknown>
  end(): void
}

export function lineOver<Out>(socket: Socket): Line<Out> {
  // Without a listener an error would end the process; the loop over the messages ends with the socket.
  socket.on('error', () => {})
  return {
    send: (message) => {
      if (socket.writable) socket.write(encode(message, { ignoreUndefined: true }))
    },
    async *messages() {
      try {
        yield* decodeMultiStream(socket)
      } catch {
        // The other side died or speaks otherwise: for us the line has ended.
      } finally {
        socket.destroy()
      }
    },
    end: () => socket.end(),
  }
}
