import { readdir, rm, stat, utimes } from 'node:fs/promises'
import { join } from 'node:path'

/** Of the folders in a folder, keeps those used last, `count` of them; `used` counts as used now. Errors only mean more on disk. */
export async function keepFew(folder: string, used: string, count: number): Promise<void> {
  try {
    const now = new Date()
    await utimes(join(folder, used), now, now)
    const names = await readdir(folder)
    const ages = await Promise.all(
      names.map(async (name) => ({ name, time: (await stat(join(folder, name))).mtimeMs })),
    )
    const old = ages.sort((a, b) => b.time - a.time).slice(count)
    await Promise.all(old.map(({ name }) => rm(join(folder, name), { recursive: true, force: true })))
  } catch {
    // What another window removes at the same time is gone either way.
  }
}
