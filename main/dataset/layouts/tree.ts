import type { Listing } from '../list-files.ts'
import { mayBePicture } from './words.ts'

/** A folder of the listing. */
export interface FolderNode {
  /** Relative to the photographs' folder; empty: that folder itself. */
  path: string
  name: string
  folders: FolderNode[]
  /** Files right in it that may be photographs. */
  pictures: string[]
  /** Those at any depth. */
  below: number
  /** All files at any depth. */
  files: number
  /** It could not be entered, or leads elsewhere. */
  closed: boolean
}

/** The folders of a listing with what lies in them. */
export function treeOf({ files, folders }: Listing): FolderNode {
  const root: FolderNode = { path: '', name: '', folders: [], pictures: [], below: 0, files: 0, closed: false }
  const known = new Map([['', root]])
  const nodeOf = (path: string): FolderNode => {
    const there = known.get(path)
    if (there) return there
    const cut = path.lastIndexOf('/')
    const parent = nodeOf(cut === -1 ? '' : path.slice(0, cut))
    const name = path.slice(cut + 1)
    const node: FolderNode = { path, name, folders: [], pictures: [], below: 0, files: 0, closed: false }
    parent.folders.push(node)
    known.set(path, node)
    return node
  }
  for (const folder of folders) nodeOf(folder)
  for (const { file, refusal } of files) {
    const own = known.get(file)
    if (own && refusal) {
      own.closed = true
      continue
    }
    const cut = file.lastIndexOf('/')
    const parent = nodeOf(cut === -1 ? '' : file.slice(0, cut))
    if (mayBePicture(file)) parent.pictures.push(file)
    for (let path = parent.path; ; path = path.slice(0, Math.max(0, path.lastIndexOf('/')))) {
      const node = nodeOf(path)
      node.files++
      if (mayBePicture(file)) node.below++
      if (path === '') break
    }
  }
  return root
}
