import { once } from 'node:events'
import { decode, encode } from '@msgpack/msgpack'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { WebSocketServer, type WebSocket as Socket } from 'ws'
import type { AddressInfo } from 'node:net'
import type { ClientMessage, ServerMessage } from '../../../contract/index.ts'
import { overPort } from '../../../renderer/client/client.ts'
import { socketPort } from '../../../renderer/client/socket-port.ts'

let server: WebSocketServer
let sockets: Socket[]
let heard: ClientMessage[]
let answer: (message: ClientMessage, say: (message: ServerMessage) => void) => void

beforeEach(async () => {
  sockets = []
  heard = []
  answer = () => {}
  server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  await once(server, 'listening')
  server.on('connection', (socket) => {
    sockets.push(socket)
    socket.on('message', (data: Buffer) => {
      const message = decode(data) as ClientMessage
      heard.push(message)
      answer(message, (reply) => socket.send(encode(reply)))
    })
  })
})
afterEach(() => {
  for (const socket of sockets) socket.terminate()
  server.close()
})

function connect() {
  const port = socketPort(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`, { delays: [5] })
  return { port, client: overPort(port) }
}

test('a request made before the connection is answered once there is one', async () => {
  answer = (message, say) => {
    if ('request' in message) say({ id: message.id, answer: { folder: '/x', bytes: 3 } })
  }
  const { port, client } = connect()
  expect(await client.request('cache-state', {})).toEqual({ folder: '/x', bytes: 3 })
  port.close()
})

test('progress reaches the caller, a failure names its request', async () => {
  answer = (message, say) => {
    if (!('request' in message)) return
    const progress = {
      job: 1,
      request: message.request,
      state: 'running' as const,
      step: 'scan',
      done: 1,
      total: 2,
      unit: 'files',
      secondsLeft: null,
    }
    say({ id: message.id, progress })
    say({ id: message.id, failure: { code: 'bad-input', message: 'No.' } })
  }
  const { port, client } = connect()
  const seen: number[] = []
  await expect(
    client.request('open-project', { folder: '/x' }, { onProgress: ({ done }) => seen.push(done) }),
  ).rejects.toMatchObject({ failure: { code: 'bad-input', request: 'open-project' } })
  expect(seen).toEqual([1])
  port.close()
})

test('aborting sends a cancel, and the answer to it ends the request', async () => {
  answer = (message, say) => {
    if ('cancel' in message) say({ id: message.cancel, failure: { code: 'cancelled', message: 'Cancelled.' } })
    else controller.abort()
  }
  const controller = new AbortController()
  const { port, client } = connect()
  await expect(client.request('fetch-samples', {}, { signal: controller.signal })).rejects.toMatchObject({
    failure: { code: 'cancelled' },
  })
  expect(heard.some((message) => 'cancel' in message)).toBe(true)
  port.close()
})

test('a dropped socket rejects what was pending, and the next one carries events again', async () => {
  answer = () => sockets.at(-1)?.terminate()
  const { port, client } = connect()
  await expect(client.request('weights-state', {})).rejects.toMatchObject({
    failure: { code: 'connection-lost', request: 'weights-state' },
  })
  expect(client.connected.value).toBe(false)
  const changed = new Promise((resolve) => client.on('project-changed', resolve))
  if (sockets.length < 2) await once(server, 'connection')
  sockets.at(-1)?.send(encode({ event: 'project-changed', payload: { project: '/p' } }))
  expect(await changed).toEqual({ project: '/p' })
  expect(client.connected.value).toBe(true)
  port.close()
})
