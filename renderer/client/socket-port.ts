import { decode, encode } from '@msgpack/msgpack'
import type { ClientMessage, ServerMessage } from '../../contract/index.ts'
import { connectionLost, type Port } from './port.ts'

export interface SocketPortOptions {
  /** @default `WebSocket` of the browser */
  connect?: (url: string) => WebSocket
  /** Milliseconds before each attempt after a loss; the last one repeats. @default [200, 500, 1000, 2000, 5000] */
  delays?: readonly number[]
}

/**
 * The browser's port: MessagePack over a WebSocket, made again whenever it breaks. What is sent while there is no
 * connection waits for it; what was sent before the loss is for the client to give up.
 */
export function socketPort(url: string, options: SocketPortOptions = {}): Port {
  const connect = options.connect ?? ((address: string) => new WebSocket(address))
  const delays = options.delays ?? [200, 500, 1000, 2000, 5000]
  let socket: WebSocket | null = null
  let waiting: ClientMessage[] = []
  let attempt = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  let closed = false

  return {
    send(message) {
      if (socket?.readyState === WebSocket.OPEN) socket.send(encode(message, { ignoreUndefined: true }))
      else waiting.push(message)
    },
    open(handlers) {
      const start = () => {
        const current = connect(url)
        current.binaryType = 'arraybuffer'
        current.onopen = () => {
          socket = current
          attempt = 0
          const queue = waiting
          waiting = []
          for (const message of queue) current.send(encode(message, { ignoreUndefined: true }))
          handlers.ready()
        }
        current.onmessage = ({ data }: MessageEvent<ArrayBuffer>) => handlers.receive(decode(data) as ServerMessage)
        current.onclose = () => {
          const wasOpen = socket === current
          socket = null
          if (closed) return
          if (wasOpen) handlers.lost(connectionLost)
          timer = setTimeout(start, delays[Math.min(attempt++, delays.length - 1)])
        }
      }
      start()
    },
    close() {
      closed = true
      clearTimeout(timer)
      socket?.close()
    },
  }
}
