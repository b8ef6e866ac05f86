import { readdir, stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { fail, type FolderListing } from '../../../contract/index.ts'
import type { AppHandler } from '../context.ts'
import { confinedTo } from '../places.ts'

/** More would only make a list that nobody reads. */
const most = 5000

export const listFolder: AppHandler<'list-folder'> = async ({ root, places }, { folder }) => {
  const allowed = root === null ? places : confinedTo(() => Promise.resolve([root]))
  const start = root === null ? null : await allowed.check(root)
  const here = await allowed.check(folder ?? start ?? homedir())
  const found = await readdir(here, { withFileTypes: true }).catch((error: unknown) => {
    throw fail('folder-unreadable', `The folder ${here} cannot be read.`, { found: String(error), file: here })
  })
  const shown = found.filter(({ name }) => !name.startsWith('.')).slice(0, most)
  const entries = await Promise.all(
    shown.map(async (entry): Promise<FolderListing['entries']> => {
      if (!entry.isSymbolicLink()) return [{ name: entry.name, kind: entry.isDirectory() ? 'folder' : 'file' }]
      // A link that leads out of the root is not there.
      const target = await allowed.check(join(here, entry.name)).catch(() => null)
      if (target === null) return []
      return [{ name: entry.name, kind: (await stat(target)).isDirectory() ? 'folder' : 'file' }]
    }),
  )
  const rank = { folder: 0, file: 1 }
  const parent = here === start || dirname(here) === here ? null : dirname(here)
  const sorted = entries.flat().sort((a, b) => rank[a.kind] - rank[b.kind] || a.name.localeCompare(b.name))
  return { folder: here, parent, entries: sorted }
}
