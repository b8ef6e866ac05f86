import { stat } from 'node:fs/promises'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { fail, type ArchiveStamp, type Work } from '../../contract/index.ts'
import { archiveKindOf, publishStaged, stageArchives, unpackedName, type Staged } from './archives/index.ts'

/** What a person gave, as one folder to import from. */
export interface Sources {
  folder: string
  /** The folders in it that count, where not all of it does. */
  only?: string[]
  archives?: ArchiveStamp[]
  unpacked: Staged['unpacked']
}

export interface SourcesOptions {
  /** Folders and archives. */
  sources: readonly string[]
  /** The project, into which archives are unpacked. */
  out: string
  /** Whether what was unpacked takes its place; else it stays hidden. */
  publish: boolean
  work: Work
}

/**
 * Makes one folder of folders and archives: archives are unpacked into the project, and of several things the folder is
 * the nearest one above all. Throws what `stageArchives` throws, and `no-common-folder`.
 */
export async function openSources({ sources, out, publish, work }: SourcesOptions): Promise<Sources> {
  const paths = [...new Set(sources.map((source) => resolve(source)))]
  const archives: string[] = []
  const folders: string[] = []
  for (const path of paths) ((await isArchive(path)) ? archives : folders).push(path)
  if (archives.length === 0) return { ...commonFolder(folders), unpacked: [] }
  const staged = await stageArchives({ archives, out, work })
  const place = publish ? await publishStaged(staged, out) : staged.folder
  const stamps = { archives: staged.unpacked.map(({ stamp }) => stamp), unpacked: staged.unpacked }
  if (folders.length === 0) return { folder: place, ...(staged.only.length > 0 && { only: staged.only }), ...stamps }
  const unpacked = staged.only.length > 0 ? staged.only.map((name) => join(place, name)) : [place]
  return { ...commonFolder([...folders, ...unpacked]), ...stamps }
}

/** The folder in which a project keeps what was unpacked into it. */
export function unpackedFolder(project: string): string {
  return join(project, unpackedName)
}

/** A file that is no archive is left to the import, which says what it expected. */
async function isArchive(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => null)
  if (!found?.isFile()) return false
  return (await archiveKindOf(path)) !== null
}

function commonFolder(folders: readonly string[]): Pick<Sources, 'folder' | 'only'> {
  const [first = '', ...others] = folders
  if (others.length === 0) return { folder: first }
  let common = first
  const isAbove = (path: string): boolean =>
    path === common || path.startsWith(common.endsWith(sep) ? common : common + sep)
  while (!folders.every(isAbove)) {
    if (dirname(common) === common) {
      throw fail('no-common-folder', 'These folders are not on one disk.', {
        expected: 'folders below one',
        found: folders.join(', '),
        remedy: 'Copy them into one folder, and import that.',
      })
    }
    common = dirname(common)
  }
  const only = folders.map((folder) => relative(common, folder).split(sep).join('/'))
  // One of them holds the others.
  return only.includes('') ? { folder: common } : { folder: common, only }
}
