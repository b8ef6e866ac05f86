import { mkdir, readFile, realpath, rename, rm, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { fail, type ArchiveStamp, type Work } from '../../../contract/index.ts'
import { asWriteFailure, syncFolder, writeAtomically } from '../../files/index.ts'
import { stemOf } from './kind.ts'
import { usualLimits, type Limits } from './limits.ts'
import { createNames } from './names.ts'
import { readUnpacked, recordName, type Unpacked } from './record.ts'
import { unpackArchive } from './unpack.ts'

/** The folder in a project that gets the files of its archives. */
export const unpackedName = 'photographs'
/** Hidden beside it until all is there: what an interrupted import goes on from. */
const stagingName = '.unpacking'

export interface StageOptions {
  archives: readonly string[]
  /** The project's folder. */
  out: string
  limits?: Limits
  work: Work
}

export interface Staged {
  /** Where the files lie now. */
  folder: string
  unpacked: Unpacked[]
  /** The folders of the archives in it, where there are several. */
  only: string[]
}

/**
 * Unpacks archives, hidden, into a project's folder, whole or with what of them cannot be had listed. Called again after a
 * kill, it goes on; called again after it is done, it does nothing. After an error that is no cancel nothing is left.
 *
 * Throws what `unpackArchive` throws, and `photographs-there` where others lie in the project already.
 */
export async function stageArchives({ archives, out, limits = usualLimits, work }: StageOptions): Promise<Staged> {
  const stamps = await Promise.all(archives.map(stampOf))
  const staging = join(out, stagingName)
  const files = join(staging, 'files')
  const done = [join(out, unpackedName), files]
  for (const folder of done) {
    const unpacked = await readUnpacked(folder)
    if (unpacked.length > 0 && areSame(unpacked, stamps)) return staged(folder, unpacked)
  }
  await refuseOthers(join(out, unpackedName))
  await prepare(staging, stamps)
  const names = createNames()
  const unpacked: Unpacked[] = []
  try {
    await mkdir(files, { recursive: true })
    for (const [index, archive] of archives.entries()) {
      const below = archives.length === 1 ? '' : names(stemOf(basename(archive)), '', 'folder').target
      const inner = join(staging, 'inner', String(index))
      const found = await unpackArchive({ archive, folder: files, inner, below, names, limits, work })
      const stamp = stamps[index]
      if (stamp) unpacked.push({ stamp, below, ...found })
    }
  } catch (error) {
    // What was unpacked so far is kept only for going on.
    if (!work.signal.aborted) await rm(staging, { recursive: true, force: true })
    throw error
  }
  await rm(join(staging, 'inner'), { recursive: true, force: true })
  await writeAtomically(join(files, recordName), `${JSON.stringify({ version: 1, archives: unpacked })}\n`)
  return staged(files, unpacked)
}

/** Shows what was staged in its place at once. Answers the folder. */
export async function publishStaged({ folder }: Staged, out: string): Promise<string> {
  const place = join(out, unpackedName)
  if (folder === place) return place
  try {
    await rename(folder, place)
    await syncFolder(out)
  } catch (error) {
    throw asWriteFailure(error, place)
  }
  await rm(join(out, stagingName), { recursive: true, force: true })
  return place
}

function staged(folder: string, unpacked: Unpacked[]): Staged {
  return { folder, unpacked, only: unpacked.length === 1 ? [] : [...new Set(unpacked.map(({ below }) => below))] }
}

export async function stampOf(archive: string): Promise<ArchiveStamp> {
  const path = await realpath(archive)
  const { size: bytes, mtimeMs: modified } = await stat(path)
  return { path, bytes, modified }
}

function areSame(unpacked: readonly Unpacked[], stamps: readonly ArchiveStamp[]): boolean {
  return JSON.stringify(unpacked.map(({ stamp }) => stamp)) === JSON.stringify(stamps)
}

async function refuseOthers(folder: string): Promise<void> {
  if (!(await stat(folder).catch(() => null))) return
  throw fail('photographs-there', 'This project has the photographs of another archive already.', {
    expected: 'a folder without photographs, or the archive that they came from, unchanged',
    found: folder,
    file: folder,
    remedy: 'Choose another folder for the project.',
  })
}

/** What an import of other archives, or of these as they were, left behind is no beginning. */
async function prepare(staging: string, stamps: readonly ArchiveStamp[]): Promise<void> {
  const file = join(staging, 'archives.json')
  const wanted = JSON.stringify(stamps)
  if ((await readFile(file, 'utf8').catch(() => null)) === wanted) return
  await rm(staging, { recursive: true, force: true })
  await writeAtomically(file, wanted)
}
