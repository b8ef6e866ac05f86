import { overPort, type Client } from './client.ts'
import { downloadBytes, upload } from './files.ts'
import { socketPort } from './socket-port.ts'

/** The client in a browser, of the server that the page came from; its cookie holds the token. */
export function browserClient(location: Location): Client {
  const here = new URL('.', location.href)
  const socket = new URL('socket', here)
  socket.protocol = here.protocol === 'https:' ? 'wss:' : 'ws:'
  return {
    ...overPort(socketPort(socket.href)),
    platform: 'browser',
    system: null,
    resourceUrl: (path) => new URL(`resource/${path}`, here).href,
    receive: upload,
    save(name, type, bytes) {
      downloadBytes(name, type, bytes)
      return Promise.resolve(null)
    },
  }
}
