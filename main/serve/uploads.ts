import { createWriteStream } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { randomUUID } from 'node:crypto'
import { dirname, join } from 'node:path'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { UploadAnswer } from '../../contract/index.ts'
import { sayText } from './answers.ts'

export interface UploadLimits {
  /** Bytes of one file. @default 16 GiB, since an archive is one file */
  file: number
  /** Bytes of all files. @default 16 GiB */
  all: number
  /** @default 100000 */
  files: number
}

const usual: UploadLimits = { file: 2 ** 34, all: 2 ** 34, files: 100_000 }

/** The parts of a relative path that stays where it is put, or null. */
export function safeParts(path: string): string[] | null {
  const parts = path.split('/')
  const isBad = (part: string): boolean =>
    part === '' ||
    part === '.' ||
    part === '..' ||
    Buffer.byteLength(part) > 255 ||
    // eslint-disable-next-line no-control-regex -- these are what a file name must not hold
    /[\u0000-\u001f\u007f\\]/.test(part) ||
    (process.platform === 'win32' && /[<>:"|?*]|[. ]$/.test(part))
  return path.length > 1000 || parts.length > 16 || parts.some(isBad) ? null : parts
}

/** Takes uploads into `folder`: files of one batch into one folder in it. */
export function createUploads(folder: string, limits: UploadLimits = usual) {
  let [bytes, files] = [0, 0]

  return async (query: URLSearchParams, request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const batch = query.get('batch') ?? ''
    const parts = safeParts(query.get('path') ?? '')
    if (!/^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/.test(batch) || !parts) {
      return sayText(response, 400, 'This is no name for an uploaded file.')
    }
    if (files >= limits.files || Number(request.headers['content-length'] ?? 0) > limits.file) {
      response.setHeader('connection', 'close')
      return sayText(response, 413, 'This is more than Thaw takes.')
    }
    files++
    let own = 0
    const counted = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        own += chunk.length
        bytes += chunk.length
        if (own > limits.file || bytes > limits.all) done(new Error('too large'))
        else done(null, chunk)
      },
    })
    const answer: UploadAnswer = { folder: join(folder, batch), path: join(folder, batch, ...parts) }
    const arriving = join(folder, `${randomUUID()}.part`)
    try {
      await mkdir(dirname(answer.path), { recursive: true })
      await pipeline(request, counted, createWriteStream(arriving, { flags: 'wx' }))
      await rename(arriving, answer.path)
    } catch {
      await rm(arriving, { force: true })
      bytes -= own
      files--
      if (!response.headersSent && !response.destroyed) {
        response.setHeader('connection', 'close')
        sayText(response, 413, 'The file could not be taken.')
      }
      return
    }
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(JSON.stringify(answer))
  }
}
