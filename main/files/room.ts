import { statfs } from 'node:fs/promises'
import { setTimeout } from 'node:timers/promises'
import { fail, failureOf, type Work } from '../../contract/index.ts'

/** How often a full disk is tried again, in milliseconds. */
const patience = 2000

/** Whether a write failed because the disk is full. */
export function isDiskFull(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const { found } = failureOf(error)
  return (
    found === 'ENOSPC' ||
    found === 'EDQUOT' ||
    ('code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT'))
  )
}

/**
 * Writes; where the disk is full, says so, waits, and tries again until there is room or the work is cancelled. `write` must
 * do the same again when it is called again.
 */
export async function whenThereIsRoom<T>(work: Work, folder: string, write: () => Promise<T>): Promise<T> {
  for (let told = false; ; told = true) {
    try {
      return await write()
    } catch (error) {
      if (!isDiskFull(error)) throw error
      if (!told)
        work.emit('message-logged', { level: 'warning', text: `The disk of ${folder} is full: waiting for room.` })
      work.progress('wait-for-room', 0, 0, 'bytes')
      await setTimeout(patience, undefined, { signal: work.signal }).catch(() => work.signal.throwIfAborted())
    }
  }
}

const inWords = (bytes: number): string =>
  bytes < 1e9 ? `${Math.ceil(bytes / 1e6)} MB` : `${(bytes / 1e9).toFixed(1)} GB`

/** Whether a folder's disk has room for so many bytes more. @throws `disk-short` before anything is written */
export async function needRoom(folder: string, bytes: number): Promise<void> {
  // A file system that does not say how full it is gets the benefit of the doubt.
  const state = await statfs(folder).catch(() => null)
  if (!state) return
  const free = state.bavail * state.bsize
  if (bytes <= free) return
  throw fail('disk-short', 'There is not enough room on the disk.', {
    expected: inWords(bytes),
    found: `${inWords(free)} free`,
    file: folder,
    remedy: 'Free some space, take fewer draws (bank:K), or draw afresh in every epoch, which keeps nothing.',
  })
}
