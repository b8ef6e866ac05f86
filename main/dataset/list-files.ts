import { lstat, readdir, realpath, stat } from 'node:fs/promises'
import { join, sep } from 'node:path'
import type { Work } from '../../contract/index.ts'
import { readUnpacked, recordName } from './archives/record.ts'
import { byCodePoint } from './order.ts'
import type { Refusal } from './inspect.ts'
import { isPassedOver } from './litter.ts'

/** What was found under a folder. Paths are relative to it, with `/`, in Python's order. */
export interface Listing {
  files: ListedFile[]
  /** Also those that could not be entered, whose refusal is among the files. */
  folders: string[]
  /** What systems leave in folders, hidden files and folders; not entered. */
  passedOver: string[]
}
export interface ListedFile {
  file: string
  /** Why it cannot be a photograph, where the listing already shows that. */
  refusal?: Refusal
}

/**
 * Every file and folder under `root`, or under the folders `only` in it, at any depth; and what archives that were
 * unpacked into it did not give, with the reason. A link is followed where it leads to something inside `root` that
 * does not contain the link. What cannot be listed is given as a file with a refusal; only `root` itself makes it throw.
 */
export async function listFiles(root: string, work: Work, only: readonly string[] = []): Promise<Listing> {
  const realRoot = await realpath(root)
  const listing: Listing = { files: [], folders: [], passedOver: [] }

  const refuse = (file: string, reason: Refusal['reason'], detail: string): void => {
    listing.files.push({ file, refusal: { reason, detail } })
  }

  async function enter(folder: string, within: readonly string[]): Promise<void> {
    work.signal.throwIfAborted()
    const entries = await readdir(join(root, folder), { withFileTypes: true })
    for (const entry of entries) {
      const file = folder === '' ? entry.name : `${folder}/${entry.name}`
      if (isPassedOver(entry.name)) {
        if (entry.name !== recordName) listing.passedOver.push(file)
        continue
      }
      if (entry.isSymbolicLink()) await follow(file, within)
      else if (entry.isDirectory()) await tryToEnter(file, within)
      else listing.files.push({ file })
    }
    work.progress('list', listing.files.length, 0, 'files')
  }

  async function tryToEnter(folder: string, within: readonly string[]): Promise<void> {
    listing.folders.push(folder)
    try {
      await enter(folder, [...within, await realpath(join(root, folder))])
    } catch (error) {
      if (work.signal.aborted) throw error
      refuse(folder, 'unreadable', 'This folder cannot be listed.')
    }
  }

  async function follow(link: string, within: readonly string[]): Promise<void> {
    const path = join(root, link)
    const target = await realpath(path).catch(() => null)
    if (target === null) return refuse(link, 'unreadable', 'A link that leads nowhere.')
    const isFolder = (await stat(path)).isDirectory()
    if (!target.startsWith(realRoot + sep) && target !== realRoot) {
      if (isFolder) listing.folders.push(link)
      return refuse(link, 'link-outside', 'A link that leads out of the folder; it is not followed.')
    }
    if (!isFolder) return void listing.files.push({ file: link })
    if (within.includes(target)) return refuse(link, 'unreadable', 'A link to a folder that it lies in.')
    await tryToEnter(link, within)
  }

  if (only.length === 0) await enter('', [realRoot])
  for (const folder of only) {
    listing.folders.push(...foldersAbove(folder))
    await tryToEnter(folder, [realRoot])
  }
  listing.folders = [...new Set(listing.folders)]
  await addLeft(root, listing)
  listing.files.sort((a, b) => byCodePoint(a.file, b.file))
  listing.folders.sort(byCodePoint)
  return listing
}

function foldersAbove(folder: string): string[] {
  const parts = folder.split('/')
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('/'))
}

/** What archives held and did not give is set aside like files that are there and cannot be read. */
async function addLeft(root: string, listing: Listing): Promise<void> {
  const there = new Set([...listing.files.map(({ file }) => file), ...listing.folders])
  for (const { left } of await readUnpacked(root)) {
    for (const { file, reason, detail } of left) {
      if (!there.has(file)) listing.files.push({ file, refusal: { reason, detail } })
      there.add(file)
    }
  }
}

/** Bytes and modification time (milliseconds) of what a path names; of the link itself where it leads nowhere. */
export async function sizeAndTime(path: string): Promise<{ bytes: number; modified: number }> {
  const found = await stat(path).catch(() => lstat(path).catch(() => null))
  return { bytes: found?.isFile() ? found.size : 0, modified: found?.mtimeMs ?? 0 }
}
