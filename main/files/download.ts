import { open, type FileHandle } from 'node:fs/promises'
import { dirname } from 'node:path'
import { fail, type ThawError, type Work } from '../../contract/index.ts'
import { asWriteFailure, syncFolder } from './atomic.ts'
import { hashFile, type HashAlgorithm } from './hash.ts'
import { claimPartial } from './partial-file.ts'

export interface Download {
  url: string
  /** Where the file goes; replaced only by a file with the right hash. */
  target: string
  hash: { algorithm: HashAlgorithm; hex: string }
  /** The exact size, where known: anything longer is refused before it fills the disk. */
  bytes?: number
  /** @default 2 GiB */
  maxBytes?: number
  /** The step under which progress is reported. @default 'fetch' */
  step?: string
  work: Work
}

/**
 * Fetches a file, checks its hash and puts it in its place in one rename. Goes on with the beginning that an earlier
 * attempt left, also after a connection that broke on the way, for as long as each attempt brings something. Reports
 * bytes; cancelling keeps the beginning.
 *
 * Throws `offline` (nobody answered), `not-available` (an answer other than the file), `too-large`, `wrong-hash` (what
 * came is deleted), `cannot-write`.
 */
export async function download(request: Download): Promise<void> {
  const { target, hash, work } = request
  try {
    const partial = await claimPartial(target)
    try {
      const resumed = await fetchInto(request, partial.path)
      let found = await hashFile(partial.path, { algorithm: hash.algorithm, work })
      if (found !== hash.hex && resumed) {
        await partial.clear()
        await fetchInto(request, partial.path)
        found = await hashFile(partial.path, { algorithm: hash.algorithm, work })
      }
      if (found !== hash.hex) {
        await partial.clear()
        throw wrongHash(request, found)
      }
      work.signal.throwIfAborted()
      await partial.publish()
      await syncFolder(dirname(target))
    } catch (error) {
      await partial.release()
      throw error
    }
  } catch (error) {
    throw asWriteFailure(error, target)
  }
}

/** Appends to the file at `path` until it is whole; says whether it had a beginning. */
async function fetchInto(request: Download, path: string): Promise<boolean> {
  const file = await open(path, 'a+')
  try {
    const resumed = (await file.stat()).size > 0
    await fetchAll(request, file)
    await file.sync()
    return resumed
  } finally {
    await file.close()
  }
}

async function fetchAll(request: Download, file: FileHandle): Promise<void> {
  for (;;) {
    const before = (await file.stat()).size
    try {
      return await fetchRest(request, file, before)
    } catch (error) {
      request.work.signal.throwIfAborted()
      if (!isNetworkError(error)) throw error
      const after = (await file.stat()).size
      if (after <= before) throw unreachable(request, error)
    }
  }
}

/** One request for what is missing. Appends to `file`, which holds `have` bytes. */
async function fetchRest(request: Download, file: FileHandle, have: number): Promise<void> {
  const { url, bytes, maxBytes = 2 ** 31, step = 'fetch', work } = request
  const limit = bytes ?? maxBytes
  if (bytes !== undefined && have === bytes) return
  if (have > limit) {
    await file.truncate(0)
    have = 0
  }
  const response = await fetch(url, {
    headers: { 'accept-encoding': 'identity', ...(have > 0 && { range: `bytes=${have}-` }) },
    signal: work.signal,
  })
  let done = have
  if (have > 0 && !continuesAt(response, have)) {
    await file.truncate(0)
    done = 0
    if (response.status === 206 || response.status === 416) {
      await response.body?.cancel()
      return fetchRest(request, file, 0)
    }
  }
  if (!response.ok || !response.body) {
    await response.body?.cancel()
    throw notAvailable(request, `${response.status} ${response.statusText}`.trim())
  }
  const length = Number(response.headers.get('content-length') ?? 0)
  const total = bytes ?? (length > 0 ? done + length : 0)
  if (total > limit) throw tooLarge(request, total, limit)
  work.progress(step, done, total, 'bytes')
  for await (const chunk of response.body) {
    done += chunk.byteLength
    if (done > limit) {
      await file.truncate(0)
      throw tooLarge(request, done, limit)
    }
    await file.appendFile(chunk)
    work.progress(step, done, total, 'bytes')
  }
}

function continuesAt(response: Response, have: number): boolean {
  return response.status === 206 && new RegExp(`^bytes ${have}-`).test(response.headers.get('content-range') ?? '')
}

/** fetch and its body streams report a broken network as a TypeError with the cause inside. */
function isNetworkError(error: unknown): boolean {
  return error instanceof TypeError
}

function wrongHash({ url, target, hash }: Download, found: string): ThawError {
  return fail('wrong-hash', `What ${url} sent is not the expected file.`, {
    expected: `${hash.algorithm} ${hash.hex}`,
    found,
    file: target,
    remedy: 'Try again; if it happens again, the address now holds another file.',
  })
}

function unreachable({ url, target }: Download, error: unknown): ThawError {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error)
  return fail('offline', `Cannot reach ${new URL(url).host}.`, {
    found: cause || 'no connection',
    file: target,
    remedy: `Check the network, or fetch ${url} elsewhere and put it at ${target}.`,
  })
}

function notAvailable({ url, target }: Download, found: string): ThawError {
  return fail('not-available', `${url} did not give the file.`, {
    expected: 'the file',
    found,
    file: target,
    remedy: `Fetch it elsewhere and put it at ${target}.`,
  })
}

function tooLarge({ url, target }: Download, found: number, limit: number): ThawError {
  return fail('too-large', `${url} sends more than expected.`, {
    expected: `at most ${limit} bytes`,
    found: `${found} bytes`,
    file: target,
  })
}
