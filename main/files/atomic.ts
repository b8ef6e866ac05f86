import { randomUUID } from 'node:crypto'
import { mkdir, open, realpath, rename, rm, stat, type FileHandle } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { fail } from '../../contract/index.ts'

/** The codes with which a file system says that it will not take what is written. */
const refusals: Record<string, string> = {
  EACCES: 'Choose a folder that you may write to, or change its permissions.',
  EPERM: 'Choose a folder that you may write to, or change its permissions.',
  EROFS: 'Choose a folder on a disk that is not read-only.',
  ENOSPC: 'Free some space on that disk and try again.',
  EDQUOT: 'Free some space in your quota and try again.',
  ENOTDIR: 'Choose another folder: a part of this path is a file.',
  EEXIST: 'Choose another folder: a part of this path is a file.',
}

/** The code of a Node system error (`ENOENT`), or undefined. */
export function systemCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}

/** A file system's refusal to write `path` as a failure with its remedy; any other error is given back as it is. */
export function asWriteFailure(error: unknown, path: string): unknown {
  const code = systemCode(error)
  const remedy = code && refusals[code]
  if (!remedy) return error
  return fail('cannot-write', `Cannot write ${path}.`, { found: code, file: path, remedy })
}

/** What a file is to hold; parts one after the other. */
export interface FileToWrite {
  path: string
  data: string | Uint8Array | readonly Uint8Array[]
}

/**
 * Writes a file whole or not at all: into a temporary file beside it, fsync, rename. Makes the folders above it; a link stays a
 * link. Throws `cannot-write` where the file system refuses.
 *
 * By hand, because write-file-atomic calls write(2) once and takes a short write, as a full disk gives, for a whole one.
 */
export const writeAtomically = (path: string, data: FileToWrite['data']): Promise<void> =>
  writeTogether([{ path, data }])

/**
 * Writes several files so, in half the time of one after the other: their contents at once, then their names in the order given,
 * each durable before the next. Where one cannot be written, none takes its name; where a name cannot be given, those after it
 * are not.
 */
export async function writeTogether(files: readonly FileToWrite[]): Promise<void> {
  const tried = await Promise.allSettled(files.map(writeAside))
  const ready = tried.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
  const refused = tried.find((one) => one.status === 'rejected')
  try {
    if (refused) throw refused.reason
    for (const { path, temporary, target } of ready) await giveName(temporary, target, path)
  } catch (error) {
    await Promise.all(ready.map(({ temporary }) => rm(temporary, { force: true })))
    throw error
  }
}

/** The contents of a file under a temporary name beside it, durable. */
async function writeAside({ path, data }: FileToWrite) {
  const parts = typeof data === 'string' ? [Buffer.from(data)] : data instanceof Uint8Array ? [data] : data
  try {
    await mkdir(dirname(path), { recursive: true })
    const target = await realpath(path).catch(() => path)
    const temporary = `${target}.${randomUUID()}.tmp`
    try {
      const file = await open(temporary, 'wx')
      try {
        await writeWhole(file, parts)
        await file.sync()
      } finally {
        await file.close()
      }
    } catch (error) {
      await rm(temporary, { force: true })
      throw error
    }
    return { path, temporary, target }
  } catch (error) {
    throw asWriteFailure(error, path)
  }
}

async function giveName(temporary: string, target: string, path: string): Promise<void> {
  try {
    await rename(temporary, target)
    await syncFolder(dirname(target))
  } catch (error) {
    throw asWriteFailure(error, path)
  }
}

/** As many bytes as one call takes anywhere. */
const mostBytes = 2 ** 30

/**
 * One part after the other in as few calls as can be: `writeFile` would cut them into pieces of half a megabyte, and each call
 * waits for the event loop, which training holds for a whole step.
 */
async function writeWhole(file: FileHandle, parts: readonly Uint8Array[]): Promise<void> {
  let rest = parts.filter(({ length }) => length > 0)
  while (rest.length > 0) {
    const { bytesWritten } = await file.writev(upTo(rest, mostBytes))
    rest = without(rest, bytesWritten)
  }
}

/** The first bytes of parts, `most` of them. */
function upTo(parts: readonly Uint8Array[], most: number): Uint8Array[] {
  let room = most
  return parts.flatMap((part) => {
    const piece = part.subarray(0, room)
    room -= piece.length
    return piece.length > 0 ? [piece] : []
  })
}

/** Parts without their first bytes. */
function without(parts: readonly Uint8Array[], bytes: number): Uint8Array[] {
  let gone = bytes
  return parts.flatMap((part) => {
    const piece = part.subarray(gone)
    gone -= part.length - piece.length
    return piece.length > 0 ? [piece] : []
  })
}

/** Makes the names in a folder durable. Windows cannot open a folder for this and does not need it. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/**
 * Publishes a folder whole or not at all: `fill` gets an empty temporary folder beside `path`, which takes the place of
 * `path` once `fill` has returned. When `path` exists by then, because another process was first, theirs is kept.
 * When `fill` throws, nothing is left behind.
 */
export async function writeFolderAtomically(path: string, fill: (folder: string) => Promise<void>): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path)}-${randomUUID()}`)
  try {
    await mkdir(temporary, { recursive: true })
    await fill(temporary)
    await rename(temporary, path).catch(async (error: unknown) => {
      const isThere = await stat(path).then(
        (found) => found.isDirectory(),
        () => false,
      )
      if (!isThere) throw error
    })
    await syncFolder(dirname(path))
  } catch (error) {
    throw asWriteFailure(error, path)
  } finally {
    await rm(temporary, { recursive: true, force: true })
  }
}
