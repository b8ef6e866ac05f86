import { randomUUID } from 'node:crypto'
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { systemCode } from './atomic.ts'

/** The claims of this process, so that what a dead process with the same id left is not taken for one of them. */
const ours = new Set<string>()

/** A started file that only this process writes to. */
export interface PartialFile {
  /** Where to write; it may already hold the beginning that an earlier attempt left, or not exist. */
  readonly path: string
  /** Deletes what is there; the claim stays. */
  clear(): Promise<void>
  /** Leaves the beginning, if there is any, for the next attempt. */
  release(): Promise<void>
  /** Puts the finished file in its place. */
  publish(): Promise<void>
}

/**
 * Claims what an earlier, interrupted attempt at `target` left beside it, or a fresh name. Claims are made by renaming,
 * so two processes never write to one file: `target.part` is free to take, `target.<pid>-<id>.part` belongs to a living
 * process or is free when that process is dead.
 */
export async function claimPartial(target: string): Promise<PartialFile> {
  const folder = dirname(target)
  await mkdir(folder, { recursive: true })
  const path = `${target}.${process.pid}-${randomUUID()}.part`
  for (const name of await readdir(folder)) {
    if (isFree(name, basename(target)) && (await renamed(join(folder, name), path))) break
  }
  ours.add(path)
  return {
    path,
    clear: () => rm(path, { force: true }),
    release: async () => {
      ours.delete(path)
      if (await isEmpty(path)) await rm(path, { force: true })
      else await renamed(path, `${target}.part`)
    },
    publish: async () => {
      await rename(path, target)
      ours.delete(path)
    },
  }

  function isFree(name: string, base: string): boolean {
    if (name === `${base}.part`) return true
    if (!name.startsWith(`${base}.`) || !name.endsWith('.part')) return false
    const pid = /^(\d+)-[0-9a-f-]{36}$/.exec(name.slice(base.length + 1, -'.part'.length))?.[1]
    return pid !== undefined && !isAlive(Number(pid), join(folder, name))
  }
}

function isAlive(pid: number, path: string): boolean {
  if (pid === process.pid) return ours.has(path)
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return systemCode(error) === 'EPERM'
  }
}

async function isEmpty(path: string): Promise<boolean> {
  return stat(path).then(
    ({ size }) => size === 0,
    () => false,
  )
}

/** False when `from` is not there (any more). */
async function renamed(from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to)
    return true
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return false
    throw error
  }
}
