import type { ClasslessReason, LayoutChoice, LayoutSource, Split } from '../../../contract/index.ts'
import type { ListedFile, Listing } from '../list-files.ts'
import { byCodePoint } from '../order.ts'
import { classOfName } from './names.ts'
import { labelsOf, type Labelled, type Table } from './tables.ts'
import { className, mayBePicture } from './words.ts'

/** A file with the class and, where the layout gives it, the split that it lies in. */
export interface Placed extends ListedFile {
  /** null: none. */
  class: string | null
  split: Split | null
  /** Why it has no class. */
  why?: Why
}
export interface Why {
  reason: ClasslessReason
  /** The table of labels that it is about. */
  table?: string
}

/** The same in words. */
export function whyText({ reason, table = '' }: Why): string {
  const words: Record<ClasslessReason, string> = {
    'outside-classes': 'It lies outside the class folders.',
    'folder-left-out': 'Its folder is left out: nothing in it says the class.',
    'beside-photographs': 'It lies beside photographs and is none by its name.',
    'name-without-class': 'Its name does not say the class.',
    'not-in-table': `${table} does not name it.`,
    'two-classes-in-table': `${table} gives it two classes.`,
    'no-class-in-table': `${table} gives it no class.`,
  }
  return words[reason]
}

export interface Layout {
  splitting: 'given' | 'drawn'
  /** In Keras's order; with `given`, those of all splits together. */
  classes: string[]
  files: Placed[]
}

/** Gives every file of the listing its class and split, or the reason why it has none. */
export function placeFiles({ files, folders }: Listing, { sources }: LayoutChoice, tables: readonly Table[]): Layout {
  const byFolder = new Map(sources.map((source) => [source.folder, source]))
  const readers = new Map<LayoutSource, (file: string) => Labelled | null>()
  for (const source of sources) {
    if (source.labels?.by !== 'table') continue
    const { table: named } = source.labels
    const table = tables.find(({ file }) => file === named)
    readers.set(source, table ? labelsOf(table, source.labels) : () => null)
  }
  const placed = files.map((listed): Placed => {
    const source = sourceOf(listed.file, byFolder)
    if (!source) return { ...listed, class: null, split: null, why: { reason: 'outside-classes' } }
    return { ...listed, ...placeIn(source, listed.file, readers.get(source)) }
  })
  const isGiven = placed.some(({ class: name, split }) => name !== null && split !== null)
  const inSplits = placed.map((file): Placed => {
    if (file.class === null) return { ...file, split: null }
    return isGiven ? { ...file, split: file.split ?? 'train' } : file
  })
  const classes = new Set(placed.flatMap(({ class: name }) => (name === null ? [] : [name])))
  for (const name of emptyClasses(folders, files, byFolder)) classes.add(name)
  return {
    splitting: isGiven ? 'given' : 'drawn',
    classes: [...classes].sort(byCodePoint),
    files: inSplits,
  }
}

function placeIn(
  { folder, split, labels }: LayoutSource,
  file: string,
  read: ((file: string) => Labelled | null) | undefined,
): Pick<Placed, 'class' | 'split' | 'why'> {
  const none = (reason: ClasslessReason, table?: string) => ({ class: null, split: null, why: { reason, table } })
  if (labels === null) return none('folder-left-out')
  if (labels.by === 'folder') {
    const rest = folder === '' ? file : file.slice(folder.length + 1)
    const cut = rest.indexOf('/')
    if (cut === -1) return none('outside-classes')
    return { class: className(rest.slice(0, cut)), split }
  }
  if (!mayBePicture(file)) return none('beside-photographs')
  if (labels.by === 'name') {
    const name = classOfName(file)
    return name === null ? none('name-without-class') : { class: name, split }
  }
  const found = read?.(file) ?? null
  if (!found) return none('not-in-table', labels.table)
  if (found.contradicts) return none('two-classes-in-table', labels.table)
  if (found.class === null) return none('no-class-in-table', labels.table)
  return { class: found.class, split: labels.split === undefined ? split : found.split }
}

/** The source that lies deepest above a file. */
export function sourceOf(file: string, byFolder: ReadonlyMap<string, LayoutSource>): LayoutSource | null {
  for (let cut = file.lastIndexOf('/'); cut > 0; cut = file.lastIndexOf('/', cut - 1)) {
    const source = byFolder.get(file.slice(0, cut))
    if (source) return source
  }
  return byFolder.get('') ?? null
}

/** Class folders in which there is nothing: a class all the same, about which something has to be said. */
function emptyClasses(
  folders: readonly string[],
  files: readonly ListedFile[],
  byFolder: ReadonlyMap<string, LayoutSource>,
): string[] {
  const filled = new Set<string>()
  for (const { file } of files) {
    for (let cut = file.lastIndexOf('/'); cut > 0; cut = file.lastIndexOf('/', cut - 1)) filled.add(file.slice(0, cut))
  }
  return folders.flatMap((folder) => {
    const cut = folder.lastIndexOf('/')
    const source = byFolder.get(cut === -1 ? '' : folder.slice(0, cut))
    const isClass = source?.labels?.by === 'folder' && !byFolder.has(folder) && !filled.has(folder)
    return isClass ? [className(folder.slice(cut + 1))] : []
  })
}
