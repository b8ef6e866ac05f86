import { readdir, readFile, rm, stat, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { fail } from '../../contract/index.ts'
import { writeAtomically } from '../files/index.ts'

/** What a folder of features took to make: beside key.json. */
const madeSchema = z.object({ seconds: z.number().nonnegative() })
const madeFile = (home: string) => join(home, 'made.json')

async function secondsOf(home: string): Promise<number> {
  try {
    return madeSchema.parse(JSON.parse(await readFile(madeFile(home), 'utf8'))).seconds
  } catch {
    return 0
  }
}

/** Adds to the seconds that a folder of features took to make. */
export async function addCost(home: string, seconds: number): Promise<void> {
  await writeAtomically(madeFile(home), JSON.stringify({ seconds: (await secondsOf(home)) + seconds }))
}

/** Notes that a folder of features was used now. */
export async function markUsed(home: string): Promise<void> {
  const now = new Date()
  await utimes(join(home, 'key.json'), now, now).catch(() => {})
}

interface Kept {
  home: string
  key: string
  bytes: number
  /** Seconds to make it again. */
  seconds: number
  used: number
}

async function bytesIn(home: string): Promise<number> {
  const names = await readdir(home).catch(() => [])
  const sizes = await Promise.all(
    names.map(async (name) => (await stat(join(home, name)).catch(() => null))?.size ?? 0),
  )
  return sizes.reduce((sum, size) => sum + size, 0)
}

async function listKept(folder: string): Promise<Kept[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  const keys = entries.filter((entry) => entry.isDirectory() && /^[0-9a-f]{16}$/.test(entry.name))
  return Promise.all(
    keys.map(async ({ name: key }) => {
      const home = join(folder, key)
      const [bytes, seconds, info] = await Promise.all([
        bytesIn(home),
        secondsOf(home),
        stat(join(home, 'key.json')).catch(() => null),
      ])
      return { home, key, bytes, seconds, used: info?.mtimeMs ?? 0 }
    }),
  )
}

/**
 * Makes room in a project's features/ folder: so that `bytes` more stay within `limit`, takes away what is not in `keep`,
 * cheapest to make again first (seconds for each byte that it frees), the longest unused of equals.
 *
 * @throws `cache-limit` when what is kept and what is wanted are more than the limit
 */
export async function evictFeatures(
  folder: string,
  { limit, bytes, keep }: { limit: number; bytes: number; keep: ReadonlySet<string> },
): Promise<string[]> {
  const all = await listKept(folder)
  let total = all.reduce((sum, kept) => sum + kept.bytes, 0)
  const price = ({ seconds, bytes: size }: Kept) => seconds / Math.max(1, size)
  const others = all
    .filter(({ key }) => !keep.has(key))
    .sort((a, b) => price(a) - price(b) || a.used - b.used || (a.key < b.key ? -1 : 1))
  const evicted: string[] = []
  for (const { home, key, bytes: freed } of others) {
    if (total + bytes <= limit) break
    await rm(home, { recursive: true, force: true })
    total -= freed
    evicted.push(key)
  }
  if (total + bytes <= limit) return evicted
  throw fail('cache-limit', 'The features of this run would be more than the cache may hold.', {
    expected: `at most ${Math.round(limit / 1e6)} MB`,
    found: `${Math.ceil((total + bytes) / 1e6)} MB`,
    file: folder,
    remedy: 'Raise the limit, take fewer draws (bank:K), or draw afresh in every epoch, which keeps nothing.',
  })
}
