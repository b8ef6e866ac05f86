import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { protocol, type Session } from 'electron'
import { resources } from '../../contract/index.ts'
import type { Resource } from '../app/index.ts'
import { securityHeaders } from './content-policy.ts'
import { pageFile } from './page-file.ts'

/** Where the window's page lives: what else calls itself the page is not ours. */
export const origin = 'thaw://app'
export const pageAddress = `${origin}/index.html`

export type FindResource = (path: string) => Promise<Resource | null>

/** Must be called before Electron is ready. A standard and secure scheme has an origin, so that `'self'` means it. */
export function declareScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'thaw', privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } },
  ])
}

/** Serves the page from `folder`, and the resources, in this session. */
export function serveScheme(session: Session, folder: string, find: FindResource): void {
  session.protocol.handle('thaw', async (request) => {
    const answer = await answerTo(request, folder, find)
    for (const [name, value] of Object.entries(securityHeaders)) answer.headers.set(name, value)
    return answer
  })
}

async function answerTo(request: Request, folder: string, find: FindResource): Promise<Response> {
  const url = new URL(request.url)
  if (url.host !== 'app' || request.method !== 'GET') return new Response(null, { status: 403 })
  const path = url.pathname.slice(1) + url.search
  if (resourceKinds.has(url.pathname.slice(1))) return resourceAnswer(await find(path).catch(() => null))
  const page = pageFile(folder, url.pathname)
  if (!page) return new Response(null, { status: 404 })
  try {
    return new Response(await readFile(page.file), { headers: { 'content-type': page.type } })
  } catch {
    return new Response(null, { status: 404 })
  }
}

const resourceKinds: ReadonlySet<string> = new Set(
  [
    resources.photograph('', '', 0),
    resources.fitted('', '', 0, ''),
    resources.runFile('', '', ''),
    resources.activation('', ''),
  ].map((path) => path.slice(0, path.indexOf('?'))),
)

function resourceAnswer(found: Resource | null): Response {
  if (!found) return new Response(null, { status: 404 })
  const headers: Record<string, string> = { 'content-type': found.type }
  if (found.etag) Object.assign(headers, { etag: `"${found.etag}"`, 'cache-control': 'private, max-age=3600' })
  if ('bytes' in found) return new Response(Buffer.from(found.bytes), { headers })
  headers['content-disposition'] = `attachment; filename*=UTF-8''${encodeURIComponent(found.name)}`
  return new Response(Readable.toWeb(createReadStream(found.file)) as ReadableStream<Uint8Array>, { headers })
}
