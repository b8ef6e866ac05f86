import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { failureOf, unwatched, type Work } from '../../contract/index.ts'
import { download } from '../../main/files/index.ts'

const content = randomBytes(300_000)
const hash = { algorithm: 'sha256' as const, hex: createHash('sha256').update(content).digest('hex') }

let folder: string
let target: string
let server: Server
let url: string
let requests: (string | undefined)[]
let answer: (request: IncomingMessage, response: ServerResponse, count: number) => void

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'thaw-'))
  target = join(folder, 'deep', 'weights.h5')
  requests = []
  answer = (request, response) => sendFrom(request, response, content.length)
  server = createServer((request, response) => {
    requests.push(request.headers.range)
    answer(request, response, requests.length)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/weights.h5`
})

afterEach(async () => {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  rmSync(folder, { recursive: true })
})

/** Answers as a static server does, up to the file's byte `until`, and then waits. */
function sendFrom(request: IncomingMessage, response: ServerResponse, until: number) {
  const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0)
  const headers = { 'content-length': content.length - start }
  if (start > 0) response.writeHead(206, { ...headers, 'content-range': `bytes ${start}-${content.length - 1}/*` })
  else response.writeHead(200, headers)
  response.flushHeaders()
  response.write(content.subarray(start, until))
  if (until === content.length) response.end()
}

/** Breaks the server's connections whenever the download has exactly its first `bytes` bytes, up to `times` times. */
function breakingAt(bytes: number, times: number): Work {
  return {
    ...unwatched(),
    progress: (_step, done) => {
      if (done === bytes && times-- > 0) server.closeAllConnections()
    },
  }
}

async function failure(promise: Promise<unknown>) {
  return failureOf(
    await promise.then(
      () => new Error('it did not fail'),
      (error: unknown) => error,
    ),
  )
}

function filesLeft(): string[] {
  return readdirSync(join(folder, 'deep'))
}

test('a download lands in its place whole, reports bytes and leaves nothing else', async () => {
  const reports: number[] = []
  const work: Work = { ...unwatched(), progress: (step, done) => step === 'fetch' && reports.push(done) }
  await download({ url, target, hash, bytes: content.length, work })
  expect(readFileSync(target).equals(content)).toBe(true)
  expect(reports[0]).toBe(0)
  expect(reports.at(-1)).toBe(content.length)
  expect(filesLeft()).toEqual(['weights.h5'])
})

test('a connection that breaks is taken up where it broke', async () => {
  answer = (request, response, count) => sendFrom(request, response, count === 1 ? 100_000 : content.length)
  await download({ url, target, hash, work: breakingAt(100_000, 1) })
  expect(readFileSync(target).equals(content)).toBe(true)
  expect(requests).toEqual([undefined, 'bytes=100000-'])
})

test('when no attempt brings more, the failure says what to do and the next call goes on', async () => {
  answer = (request, response) => sendFrom(request, response, 100_000)
  const { code, remedy } = await failure(download({ url, target, hash, work: breakingAt(100_000, 2) }))
  expect(code).toBe('offline')
  expect(remedy).toContain(target)
  expect(filesLeft()).toEqual(['weights.h5.part'])

  answer = (request, response) => sendFrom(request, response, content.length)
  requests = []
  await download({ url, target, hash, work: unwatched() })
  expect(requests).toEqual(['bytes=100000-'])
  expect(readFileSync(target).equals(content)).toBe(true)
  expect(filesLeft()).toEqual(['weights.h5'])
})

test('cancelling keeps the beginning for the next call', async () => {
  const stop = new AbortController()
  answer = (_request, response) => {
    response.writeHead(200, { 'content-length': content.length })
    response.write(content.subarray(0, 50_000))
  }
  const work: Work = {
    ...unwatched(),
    signal: stop.signal,
    progress: (_step, done) => done === 50_000 && stop.abort(),
  }
  expect((await failure(download({ url, target, hash, work }))).code).toBe('cancelled')
  expect(filesLeft()).toEqual(['weights.h5.part'])

  answer = (request, response) => sendFrom(request, response, content.length)
  await download({ url, target, hash, work: unwatched() })
  expect(requests.at(-1)).toBe('bytes=50000-')
})

test('what a dead process left is gone on with, what a living one writes is not touched', async () => {
  const id = '00000000-0000-4000-8000-000000000000'
  await download({ url, target, hash, work: unwatched() })
  writeFileSync(`${target}.${process.ppid}-${id}.part`, 'written by the parent process')
  writeFileSync(`${target}.${2 ** 22 + 1}-${id}.part`, content.subarray(0, 1000))
  requests = []
  await download({ url, target, hash, work: unwatched() })
  expect(requests).toEqual(['bytes=1000-'])
  expect(filesLeft().sort()).toEqual(['weights.h5', `weights.h5.${process.ppid}-${id}.part`])
})

test('two downloads of one file at once both end well', async () => {
  await Promise.all([1, 2].map(() => download({ url, target, hash, work: unwatched() })))
  expect(readFileSync(target).equals(content)).toBe(true)
  expect(filesLeft()).toEqual(['weights.h5'])
})

test('a server that ignores ranges, or answers 416, is asked for the whole file', async () => {
  for (const status of [200, 416]) {
    await failure(download({ url, target, hash, work: cutAt(1000) }))
    answer = (request, response) => {
      if (status === 416 && request.headers.range) return response.writeHead(416).end()
      response.writeHead(200, { 'content-length': content.length }).end(content)
    }
    await download({ url, target, hash, work: unwatched() })
    expect(readFileSync(target).equals(content)).toBe(true)
    rmSync(target)
  }
})

/** Makes the server send `bytes` bytes and stop, for one download that is then cancelled. */
function cutAt(bytes: number): Work {
  const stop = new AbortController()
  answer = (_request, response) => {
    response.writeHead(200, { 'content-length': content.length })
    response.write(content.subarray(0, bytes))
  }
  return { ...unwatched(), signal: stop.signal, progress: (_step, done) => done > 0 && stop.abort() }
}

test('a spoilt beginning is thrown away and the file fetched anew', async () => {
  await failure(download({ url, target, hash, work: cutAt(1000) }))
  writeFileSync(`${target}.part`, Buffer.alloc(1000))
  answer = (request, response) => sendFrom(request, response, content.length)
  await download({ url, target, hash, work: unwatched() })
  expect(readFileSync(target).equals(content)).toBe(true)
})

test('a wrong hash is refused, and the file that was there stays', async () => {
  await download({ url, target, hash, work: unwatched() })
  const wrong = { algorithm: 'md5' as const, hex: '0'.repeat(32) }
  const { code, expected, found, file } = await failure(download({ url, target, hash: wrong, work: unwatched() }))
  expect(code).toBe('wrong-hash')
  expect(expected).toBe(`md5 ${wrong.hex}`)
  expect(found).toBe(createHash('md5').update(content).digest('hex'))
  expect(file).toBe(target)
  expect(readFileSync(target).equals(content)).toBe(true)
  expect(filesLeft()).toEqual(['weights.h5'])
})

test('404 and a file larger than agreed are refused', async () => {
  answer = (_request, response) => response.writeHead(404).end('no such file')
  const missing = await failure(download({ url, target, hash, work: unwatched() }))
  expect(missing.code).toBe('not-available')
  expect(missing.found).toContain('404')

  answer = (_request, response) => response.writeHead(200).end(content)
  const announced = await failure(download({ url, target, hash, bytes: 1000, work: unwatched() }))
  expect(announced.code).toBe('too-large')
  answer = (_request, response) => {
    response.writeHead(200)
    response.write(content.subarray(0, 2000))
    response.end(content)
  }
  const streamed = await failure(download({ url, target, hash, maxBytes: 1000, work: unwatched() }))
  expect(streamed.code).toBe('too-large')
})

test('when nobody answers, the failure names the address and the place for the file', async () => {
  const closed = url
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { code, message, remedy } = await failure(download({ url: closed, target, hash, work: unwatched() }))
  expect(code).toBe('offline')
  expect(message).toContain(new URL(closed).host)
  expect(remedy).toContain(closed)
  expect(remedy).toContain(target)
})
