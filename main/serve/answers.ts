import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'
import type { Resource } from '../app/index.ts'

/** What every answer carries. */
export function commonHeaders(host: string): OutgoingHttpHeaders {
  return {
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-resource-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'content-security-policy': [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self' 'unsafe-inline'",
      "img-src 'self' blob: data:",
      "font-src 'self'",
      `connect-src 'self' ws://${host}`,
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ].join('; '),
  }
}

export function sayText(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' })
  response.end(`${text}\n`)
}

export async function sendResource(
  request: IncomingMessage,
  response: ServerResponse,
  resource: Resource | null,
): Promise<void> {
  if (!resource) return sayText(response, 404, 'There is nothing here.')
  if ('file' in resource) {
    const { size } = await stat(resource.file)
    response.writeHead(200, {
      'content-type': resource.type,
      'content-length': size,
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(resource.name)}`,
      'cache-control': 'no-store',
    })
    if (request.method === 'HEAD') return void response.end()
    return pipeline(createReadStream(resource.file), response)
  }
  const etag = resource.etag && `"${resource.etag}"`
  const headers = { 'cache-control': 'private, max-age=300', ...(etag ? { etag } : {}) }
  if (etag && request.headers['if-none-match'] === etag) return void response.writeHead(304, headers).end()
  response.writeHead(200, { ...headers, 'content-type': resource.type, 'content-length': resource.bytes.byteLength })
  response.end(request.method === 'HEAD' ? undefined : resource.bytes)
}
