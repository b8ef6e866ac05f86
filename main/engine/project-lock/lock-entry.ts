import { createHash } from 'node:crypto'
import { fstatSync, openSync, readFileSync, closeSync } from 'node:fs'
import { z } from 'zod'
import { systemCode } from '../../files/index.ts'

const entrySchema = z.object({
  version: z.literal(1),
  /** Names this holding of the project, and opens its holder's door. */
  token: z.string().regex(/^[0-9a-f]{32}$/),
  pid: z.number().int().positive(),
  /** Where `pid` counts. */
  space: z.string(),
  /** When that process was started; null where the system does not tell. */
  started: z.string().nullable(),
  /** The local socket on which the holder takes jobs. */
  address: z.string(),
  /** The lock file's own number in its file system, by which a copy is known; null where numbers do not last. */
  file: z.string().nullable(),
})

/** Who holds a project: the content of its lock file. */
export type LockEntry = z.infer<typeof entrySchema>

/** A lock file as it was found. `entry` is null when nobody can hold a project by it: it is damaged, or a copy. */
export interface FoundLock {
  token: string
  entry: LockEntry | null
  /** When its holder last touched it, milliseconds. */
  touched: number
}

/** Reads a lock file; null when there is none. */
export function readLock(path: string): FoundLock | null {
  let descriptor: number
  try {
    descriptor = openSync(path, 'r')
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null
    throw error
  }
  try {
    const { ino, mtimeMs } = fstatSync(descriptor, { bigint: true })
    const content = readFileSync(descriptor)
    const entry = parse(content.toString('utf8'))
    const copied = entry !== null && entry.file !== null && entry.file !== String(ino)
    const token = entry?.token ?? createHash('sha256').update(content).digest('hex').slice(0, 32)
    return { token, entry: copied ? null : entry, touched: Number(mtimeMs) }
  } finally {
    closeSync(descriptor)
  }
}

function parse(content: string): LockEntry | null {
  try {
    return entrySchema.parse(JSON.parse(content))
  } catch {
    return null
  }
}
