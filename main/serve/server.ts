import { randomBytes } from 'node:crypto'
import { createServer, STATUS_CODES, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fail } from '../../contract/index.ts'
import type { App } from '../app/index.ts'
import { cookieName, isForeign, isToken, verdictOn, type Access } from './access.ts'
import { commonHeaders, sayText, sendResource } from './answers.ts'
import { createPage } from './page.ts'
import { createSockets } from './sockets.ts'
import { createUploads, type UploadLimits } from './uploads.ts'

export interface ServeOptions {
  app: App
  host: string
  /** 0: any that is free. */
  port: number
  /** Where the window's page was built. */
  page: string
  /** Where uploads arrive; a folder of this server's own. */
  uploads: string
  limits?: UploadLimits
}

export interface Server {
  /** With `?token=`. */
  url: string
  port: number
  token: string
  close(): Promise<void>
}

/** Serves the application to browsers that have the token. @throws `cannot-listen` */
export async function startServer({ app, host, port, page, uploads, limits }: ServeOptions): Promise<Server> {
  const access: Access = { token: randomBytes(24).toString('base64url'), port, host }
  const sockets = createSockets(app)
  const showPage = createPage(page)
  const takeUpload = createUploads(uploads, limits)

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://thaw')
    for (const [name, value] of Object.entries(commonHeaders(request.headers.host ?? ''))) {
      if (value !== undefined) response.setHeader(name, value)
    }
    if (isForeign(request.headers, access)) return sayText(response, 403, 'Refused: this is not a page of Thaw.')
    const given = searchParams.get('token')
    if (given !== null && request.method === 'GET' && pathname === '/') {
      if (!isToken(given, access.token)) return sayText(response, 401, 'Refused: the token is wrong.')
      const cookie = `${cookieName(access.port)}=${access.token}; HttpOnly; SameSite=Strict; Path=/`
      response.writeHead(303, { location: '/', 'set-cookie': cookie, 'cache-control': 'no-store' })
      return void response.end()
    }
    if (verdictOn(request.headers, access) !== 'welcome') {
      return sayText(response, 401, 'Refused: open the address that thaw serve printed, with its token.')
    }
    if (pathname === '/upload' && request.method === 'POST') return takeUpload(searchParams, request, response)
    if (request.method !== 'GET' && request.method !== 'HEAD') return sayText(response, 405, 'Not that way.')
    if (pathname.startsWith('/resource/')) {
      const path = `${pathname.slice('/resource/'.length)}?${searchParams.toString()}`
      return sendResource(request, response, await app.resource(path))
    }
    return showPage(pathname, request, response)
  }

  const server = createServer((request, response) => {
    answer(request, response).catch(() => {
      if (response.headersSent) response.destroy()
      else sayText(response, 500, 'Something went wrong in Thaw.')
    })
  })
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy())
    const verdict = verdictOn(request.headers, access)
    const path = (request.url ?? '').split('?')[0]
    if (verdict === 'welcome' && path === '/socket') return sockets.upgrade(request, socket, head)
    const status = verdict === 'welcome' ? 404 : verdict
    socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => {
      reject(
        fail('cannot-listen', `Thaw cannot be served at ${host}, port ${port}.`, {
          found: error.message,
          remedy: 'Choose another --port or --host.',
        }),
      )
    })
    server.listen(port, host, resolve)
  })
  access.port = (server.address() as AddressInfo).port
  const name = host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host
  return {
    url: `http://${name}:${access.port}/?token=${access.token}`,
    port: access.port,
    token: access.token,
    async close() {
      sockets.close()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
