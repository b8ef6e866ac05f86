import { decode, encode } from '@msgpack/msgpack'
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer, type RawData, type WebSocket } from 'ws'
import { openWindow, type App } from '../app/index.ts'

/** Bytes of one message from a window. */
const largestMessage = 1 << 20
/** Bytes that may wait for a window that does not read, before it is cut off. */
const largestBacklog = 64 << 20
const pingEvery = 30_000

export interface Sockets {
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void
  close(): void
}

/** Windows over WebSockets, MessagePack inside. A window that is gone leaves its jobs running. */
export function createSockets(app: App): Sockets {
  const server = new WebSocketServer({ noServer: true, maxPayload: largestMessage, perMessageDeflate: false })
  const alive = new WeakSet<WebSocket>()
  const ping = setInterval(() => {
    for (const socket of server.clients) {
      if (!alive.has(socket)) socket.terminate()
      alive.delete(socket)
      socket.ping()
    }
  }, pingEvery)
  ping.unref()

  function serve(socket: WebSocket): void {
    alive.add(socket)
    const line = openWindow(app, (message) => {
      if (socket.bufferedAmount > largestBacklog) return socket.terminate()
      socket.send(encode(message, { ignoreUndefined: true }))
    })
    socket.on('pong', () => alive.add(socket))
    socket.on('message', (data, isBinary) => {
      if (!isBinary || !line.receive(decoded(data))) socket.close(1008, 'not a message of Thaw')
    })
    socket.on('close', () => line.close())
    // What is too large or broken closes the socket; ws tells why here.
    socket.on('error', () => socket.terminate())
  }

  return {
    upgrade: (request, socket, head) => server.handleUpgrade(request, socket, head, serve),
    close() {
      clearInterval(ping)
      for (const socket of server.clients) socket.terminate()
      server.close()
    },
  }
}

function decoded(data: RawData): unknown {
  try {
    return decode(
      Buffer.isBuffer(data) ? data : Buffer.concat([data].flat().map((part) => Buffer.from(part as Buffer))),
    )
  } catch {
    return undefined
  }
}
