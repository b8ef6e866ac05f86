import { decode, encode } from '@msgpack/msgpack'
import { request, type IncomingHttpHeaders } from 'node:http'
import { mkdtempSync, mkdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { WebSocket } from 'ws'
import type {
  ServerMessage,
  WindowAnswer,
  WindowEventName,
  WindowEvents,
  WindowRequestInput,
  WindowRequestName,
} from '../../contract/index.ts'
import { ThawError } from '../../contract/index.ts'
import { serve, type Server, type ServeSettings } from '../../main/serve/index.ts'

export interface Served extends Server {
  /** Where pictures may lie. */
  root: string
  home: string
  page: string
}

/** A served application with folders of its own, ended when the test ends. */
export async function served(fork?: ServeSettings['fork']): Promise<Served> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'thaw-serve-')))
  const [root, home, page, cache] = ['root', 'home', 'page', 'cache'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
    string,
  ]
  for (const made of [root, page]) mkdirSync(made)
  writeFileSync(join(page, 'index.html'), '<!doctype html><title>Thaw</title>')
  const before = process.env['THAW_CACHE']
  process.env['THAW_CACHE'] = cache
  const server = await serve({ host: '127.0.0.1', port: 0, root, home, page, version: '0', fork })
  onTestFinished(async () => {
    await server.close()
    if (before === undefined) delete process.env['THAW_CACHE']
    else process.env['THAW_CACHE'] = before
    rmSync(folder, { recursive: true, force: true })
  })
  return { ...server, root, home, page }
}

export interface Answer {
  status: number
  headers: IncomingHttpHeaders
  body: Buffer
}

/** One HTTP request as it stands, its path not tidied up as `fetch` would. The cookie is sent unless headers say otherwise. */
export function ask(
  { port, token }: Server,
  path: string,
  { method = 'GET', body, headers = {} }: { method?: string; body?: Uint8Array; headers?: Record<string, string> } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const all = { cookie: `thaw-${port}=${token}`, ...headers }
    const asking = request({ host: '127.0.0.1', port, path, method, headers: all }, (response) => {
      const parts: Buffer[] = []
      response.on('data', (part: Buffer) => parts.push(part))
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(parts) }),
      )
    })
    asking.on('error', reject)
    asking.end(body)
  })
}

/** A page's socket. */
export interface Page {
  request<N extends WindowRequestName>(name: N, input: WindowRequestInput<N>): Promise<WindowAnswer<N>>
  /** The first such event from now on that fits. */
  event<E extends WindowEventName>(name: E, fits?: (payload: WindowEvents[E]) => boolean): Promise<WindowEvents[E]>
  /** What was heard so far. */
  heard: ServerMessage[]
  send(bytes: Uint8Array | string): void
  /** Its close code. */
  closed: Promise<number>
  leave(): Promise<void>
}

export async function openPage({ port, token }: Server, headers: Record<string, string> = {}): Promise<Page> {
  const all = { cookie: `thaw-${port}=${token}`, ...headers }
  const socket = new WebSocket(`ws://127.0.0.1:${port}/socket`, { headers: all })
  const heard: ServerMessage[] = []
  const listeners = new Set<(message: ServerMessage) => void>()
  socket.on('message', (data) => {
    const message = decode(data as Buffer) as ServerMessage
    heard.push(message)
    for (const listener of listeners) listener(message)
  })
  const closed = new Promise<number>((resolve) => socket.on('close', resolve))
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve)
    socket.once('error', reject)
  })
  onTestFinished(() => socket.terminate())
  let counter = 0

  /** The first message for which `take` answers something. */
  const first = <T>(take: (message: ServerMessage) => { found: T } | null): Promise<T> =>
    new Promise((resolve) => {
      const listener = (message: ServerMessage): void => {
        const taken = take(message)
        if (!taken) return
        listeners.delete(listener)
        resolve(taken.found)
      }
      listeners.add(listener)
    })

  return {
    async request(name, input) {
      const id = ++counter
      const answered = first((message) =>
        'id' in message && message.id === id && !('progress' in message) ? { found: message } : null,
      )
      socket.send(encode({ id, request: name, input }, { ignoreUndefined: true }))
      const message = await answered
      if ('failure' in message) throw new ThawError(message.failure)
      return (message as { answer: unknown }).answer as WindowAnswer<typeof name>
    },
    event: (name, fits = () => true) =>
      first((message) => {
        if (!('event' in message) || message.event !== name) return null
        const payload = message.payload as WindowEvents[typeof name]
        return fits(payload) ? { found: payload } : null
      }),
    heard,
    send: (bytes) => socket.send(bytes),
    closed,
    async leave() {
      socket.close()
      await closed
    },
  }
}
