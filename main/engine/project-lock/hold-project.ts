import { randomBytes } from 'node:crypto'
import { mkdirSync, realpathSync, rmdirSync, utimesSync } from 'node:fs'
import { fail } from '../../../contract/index.ts'
import { asWriteFailure } from '../../files/index.ts'
import { dropLock, lockFile, takeLock } from './lock-chain.ts'
import type { FoundLock, LockEntry } from './lock-entry.ts'
import { lookAt, processSpace } from './process-identity.ts'

/** Milliseconds between two signs of life, and after how many of silence a holder in another computer counts as dead. */
const heartbeat = 15_000
const silence = 8 * heartbeat

/** A project that this process has until `release`, or the process that has it. */
export type Hold = { held: true; token: string; release: () => void } | { held: false; holder: LockEntry }

/**
 * Takes a project for this process: makes the folder if need be, and in it `.thaw-lock`, which only this user can
 * read. A lock is broken, by one process alone, when its holder is dead: its process is gone or was started at another
 * time, the lock file is damaged or a copy, or its holder is in another computer or container and has given no sign of
 * life for two minutes. Where the system does not tell when a process was started, `silent` names the holders (by
 * token) that were called and did not answer: they are dead too.
 *
 * @param address where this process takes jobs for the project, told to whoever finds the lock
 * @throws `cannot-write` when the folder refuses
 */
export function holdProject(folder: string, address: string, silent: ReadonlySet<string> = new Set()): Hold {
  const token = randomBytes(16).toString('hex')
  try {
    const created = mkdirSync(folder, { recursive: true }) !== undefined
    const real = realpathSync(folder)
    const self = {
      version: 1 as const,
      token,
      pid: process.pid,
      space: processSpace(),
      started: lookAt(process.pid).start,
      address,
    }
    const { holder } = takeLock(real, self, (found) => isDead(found, silent))
    if (holder) return { held: false, holder }
    const beat = setInterval(() => touch(lockFile(real)), heartbeat)
    beat.unref()
    return {
      held: true,
      token,
      release: () => {
        clearInterval(beat)
        dropLock(real, token)
        if (created) removeEmpty(real)
      },
    }
  } catch (error) {
    throw asWriteFailure(error, folder)
  }
}

/** What to say when the holder is alive and cannot be reached. */
export function heldElsewhere(folder: string, { pid, space }: LockEntry): Error {
  const here = space === processSpace()
  const computer = space.split(' ')[0]
  return fail(
    'project-held',
    `Another Thaw has this project: process ${pid} on ${here ? 'this computer' : computer}.`,
    {
      file: folder,
      remedy: here ? 'Close it first.' : 'Close it there first; two minutes after it has ended the project is free.',
    },
  )
}

function isDead({ token, entry, touched }: FoundLock, silent: ReadonlySet<string>): boolean {
  if (entry === null) return true
  if (entry.space !== processSpace()) return Date.now() - touched > silence
  const { there, start } = lookAt(entry.pid)
  if (!there) return true
  if (start === null || entry.started === null) return silent.has(token)
  return start !== entry.started
}

function touch(path: string): void {
  try {
    utimesSync(path, new Date(), new Date())
  } catch {
    // The folder was moved or the disk taken out: the job under way will meet that, and say so.
  }
}

/** A folder that was made only for the lock is not left behind. */
function removeEmpty(folder: string): void {
  try {
    rmdirSync(folder)
  } catch {
    // It holds a project by now.
  }
}
