import { readdir, readFile } from 'node:fs/promises'
import { extname, join, relative, sep } from 'node:path'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { sayText } from './answers.ts'

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
}

/** Serves the files that the window's page was built into: those that were listed there, and nothing that a path could name else. */
export function createPage(folder: string) {
  let files = new Map<string, string>()

  async function list(): Promise<void> {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
    const found = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
    files = new Map(found.map((file) => [`/${relative(folder, file).split(sep).join('/')}`, file]))
  }

  return async (path: string, request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const isIndex = path === '/' || path === '/index.html'
    if (isIndex || files.size === 0) await list()
    const file = files.get(isIndex ? '/index.html' : path)
    if (!file) {
      return isIndex
        ? sayText(response, 503, 'The page of Thaw is not built yet: npm run build:renderer builds it.')
        : sayText(response, 404, 'There is nothing here.')
    }
    const bytes = await readFile(file)
    response.writeHead(200, {
      'content-type': types[extname(file)] ?? 'application/octet-stream',
      'content-length': bytes.byteLength,
      'cache-control': path.startsWith('/assets/') ? 'private, max-age=31536000, immutable' : 'no-cache',
    })
    response.end(request.method === 'HEAD' ? undefined : bytes)
  }
}
