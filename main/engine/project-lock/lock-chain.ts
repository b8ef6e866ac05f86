import {
  copyFileSync,
  constants,
  fstatSync,
  fsyncSync,
  linkSync,
  openSync,
  closeSync,
  writeSync,
  rmSync,
} from 'node:fs'
import { ftruncateSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { systemCode } from '../../files/index.ts'
import { readLock, type FoundLock, type LockEntry } from './lock-entry.ts'

/*
 * How a dead holder's lock is broken by one engine only, though several find it dead at once.
 *
 * Nobody removes a dead lock. Whoever wants to follow the dead holder T makes `.thaw-lock.T`, which the file system
 * lets one process do; that one looks once more whether the lock is still T's (whoever followed T before has replaced it
 * by then) and renames its own file over the lock. A follower that dies on the way is followed in turn, by its own
 * token: the lock is the start of a chain of dead holders, and its end is free for one taker.
 */

const lockName = '.thaw-lock'

/** The lock file of a project. */
export function lockFile(folder: string): string {
  return join(folder, lockName)
}

/** Whether a lock's holder can be ruled out. */
export type IsDead = (found: FoundLock) => boolean

interface End {
  /** Dead locks from the first on. */
  dead: { path: string; token: string }[]
  /** The file that whoever follows has to make. */
  free: string
}

/**
 * Takes a project's lock for `self`, or says who has it. Lost races are run again.
 *
 * @throws a system error when the folder cannot be written
 */
export function takeLock(folder: string, self: Omit<LockEntry, 'file'>, isDead: IsDead): { holder: LockEntry | null } {
  for (;;) {
    const end = endOf(folder, isDead)
    if ('holder' in end) return end
    if (!create(folder, end.free, self)) continue
    if (!end.dead.every(({ path, token }) => readLock(path)?.token === token)) {
      rmSync(end.free, { force: true })
      continue
    }
    if (end.free !== lockFile(folder)) renameSync(end.free, lockFile(folder))
    for (const { path } of end.dead.slice(1)) rmSync(path, { force: true })
    return { holder: null }
  }
}

/** Gives a lock back, if it is still the one with this token. */
export function dropLock(folder: string, token: string): void {
  const path = lockFile(folder)
  if (readLock(path)?.token === token) rmSync(path, { force: true })
}

function endOf(folder: string, isDead: IsDead): End | { holder: LockEntry } {
  const dead: End['dead'] = []
  let path = lockFile(folder)
  for (;;) {
    const found = readLock(path)
    if (found === null) return { dead, free: path }
    if (found.entry && !isDead(found)) return { holder: found.entry }
    dead.push({ path, token: found.token })
    path = join(folder, `${lockName}.${found.token}`)
  }
}

/** Makes a lock file with all of its content at once; false when another process was first. */
function create(folder: string, path: string, self: Omit<LockEntry, 'file'>): boolean {
  const temporary = join(folder, `${lockName}.${self.token}.new`)
  const descriptor = openSync(temporary, 'w', 0o600)
  try {
    const { ino } = fstatSync(descriptor, { bigint: true })
    write(descriptor, { ...self, file: String(ino) })
    try {
      linkSync(temporary, path)
    } catch (error) {
      if (systemCode(error) === 'EEXIST') return false
      // A file system without hard links (FAT, some network drives): a copy has another number.
      write(descriptor, { ...self, file: null })
      copyFileSync(temporary, path, constants.COPYFILE_EXCL)
    }
    return true
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return false
    throw error
  } finally {
    closeSync(descriptor)
    rmSync(temporary, { force: true })
  }
}

function write(descriptor: number, entry: LockEntry): void {
  ftruncateSync(descriptor)
  writeSync(descriptor, `${JSON.stringify(entry, null, 2)}\n`, 0)
  fsyncSync(descriptor)
}
