import type { Labelling, LayoutChoice, LayoutSource, Split } from '../../../contract/index.ts'
import type { Listing } from '../list-files.ts'
import { namesTellClasses } from './names.ts'
import { guessColumns, type Table } from './tables.ts'
import { treeOf, type FolderNode } from './tree.ts'
import { meansSplitForSure, splitOfWord } from './words.ts'

/** Names that say where photographs come from and not what is on them. */
const sourceWords =
  /^(?:batch|part|set|source|data|dataset|download|kaggle|fold|folder|chunk|disk|photos|images|\d+)[\s._-]*\d*$/i

/** What a folder of pictures without labels is called. */
const unlabelledWords = /^(?:images?|pictures?|photos?|imgs?|unknown|unlabell?ed|all)$/i

/**
 * How a listing is most likely meant, from its paths and tables alone; `given`: folders that a person gave as several
 * sources. What it cannot read is an empty list of sources, never an error.
 */
export function recogniseLayout(
  listing: Listing,
  tables: readonly Table[],
  given: readonly string[] = [],
): LayoutChoice {
  const root = treeOf(listing)
  const found =
    fromGiven(root, given, tables) ?? merged(root, tables) ?? fromTables(root, tables) ?? within(root, tables)
  return { sources: found ?? [] }
}

type Found = LayoutSource[] | null

function within(node: FolderNode, tables: readonly Table[]): Found {
  return (
    merged(node, tables) ??
    splitFolders(node, tables) ??
    classFolders(node) ??
    flat(node, tables) ??
    deeper(node, tables)
  )
}

/** Folders of which at least one is for training. */
function splitFolders(node: FolderNode, tables: readonly Table[]): Found {
  const named = node.folders.flatMap((folder) => {
    const split = splitOfWord(folder.name)
    return split ? [{ folder, split }] : []
  })
  const train = named.filter(({ split }) => split === 'train')
  if (train.length === 0) return null
  const read = named.map(({ folder, split }) => ({ split, sources: inSplit(folder, split, tables) }))
  const labelled = read.flatMap(({ sources }) => sources.filter(({ labels }) => labels !== null))
  if (!labelled.some(({ split }) => split === 'train')) return null
  const all = read.flatMap(({ sources }) => sources)
  const others = labelled.some(({ split }) => split !== 'train')
  const isPlain = labelled.every(({ labels }) => labels?.by === 'folder') && all.length === labelled.length
  // A training folder beside pictures without labels is all there is to learn from and to judge by: it is divided.
  return others || isPlain ? all : all.map((source) => ({ ...source, split: null }))
}

function inSplit(folder: FolderNode, split: Split, tables: readonly Table[]): LayoutSource[] {
  const by = (labels: Labelling | null, path = folder.path): LayoutSource[] => [{ folder: path, split, labels }]
  let node = folder
  for (;;) {
    if (node.folders.some((child) => isClassFolder(child)) && !isWrapper(node)) return by({ by: 'folder' }, node.path)
    const own = flat(node, tables)?.[0]
    if (own) return by(own.labels, node.path)
    const [only] = node.folders
    if (!isWrapper(node) || !only) return by(null)
    if (only.folders.length === 0 && !flat(only, tables)) {
      const isClass = splitOfWord(only.name) === null && !unlabelledWords.test(only.name)
      return by(isClass ? { by: 'folder' } : null, node.path)
    }
    node = only
  }
}

/** Each folder is a class. Without photographs anywhere, a folder of other things is none. */
function classFolders(node: FolderNode): Found {
  const classes = node.folders.filter((folder) => isClassFolder(folder) && !isLoneSplit(folder, node))
  if (classes.length < 2) return null
  const mean = node.folders.filter((folder) => splitOfWord(folder.name) !== null)
  if (mean.length === node.folders.length && mean.length > 0) return null
  const names = new Set(classes.map(({ name }) => name))
  const odd = node.folders.filter((folder) => isLoneSplit(folder, node))
  const held = odd.filter((folder) => folder.folders.some((child) => names.has(child.name)))
  const source: LayoutSource = { folder: node.path, split: held.length > 0 ? 'train' : null, labels: { by: 'folder' } }
  const beside = node.folders
    .filter((folder) => !classes.includes(folder))
    .map((folder): LayoutSource => {
      const isHeld = held.includes(folder)
      return {
        folder: folder.path,
        split: isHeld ? splitOfWord(folder.name) : null,
        labels: isHeld ? { by: 'folder' } : null,
      }
    })
  return [source, ...beside]
}

/** A folder `test` among class folders: held back, or without labels. */
function isLoneSplit(folder: FolderNode, parent: FolderNode): boolean {
  if (!meansSplitForSure(folder.name)) return false
  const others = new Set(parent.folders.filter((other) => other !== folder).map(({ name }) => name))
  return folder.folders.length === 0 || folder.folders.some(({ name }) => others.has(name))
}

function isClassFolder(folder: FolderNode): boolean {
  return folder.closed || folder.below > 0 || folder.files === 0
}

/** Photographs side by side, whose names or whose table tells the class. */
function flat(node: FolderNode, tables: readonly Table[]): Found {
  if (node.pictures.length < 2 || node.pictures.length < 0.5 * node.below) return null
  const labels = tableFor(node.pictures, tables) ?? (namesTellClasses(node.pictures) ? { by: 'name' as const } : null)
  return labels ? [{ folder: node.path, split: null, labels }] : null
}

/** A table of labels that knows most photographs, wherever they lie, where no folders tell classes. */
function fromTables(root: FolderNode, tables: readonly Table[]): Found {
  if (tables.length === 0 || classFolders(root) || splitFolders(root, [])) return null
  const all = picturesBelow(root)
  const labels = tableFor(all, tables)
  const how = labels?.by === 'table' && labels.split !== undefined
  // Without a column for splits, folders such as train and test are still to be looked at.
  if (!labels || (!how && root.folders.some((folder) => splitOfWord(folder.name) !== null))) return null
  return [{ folder: '', split: null, labels }]
}

function tableFor(pictures: readonly string[], tables: readonly Table[]): Labelling | null {
  for (const table of tables) {
    const guess = guessColumns(table, pictures)
    if (guess) return { by: 'table', table: table.file, ...guess }
  }
  return null
}

function picturesBelow(node: FolderNode): string[] {
  return [...node.pictures, ...node.folders.flatMap(picturesBelow)]
}

/** Folders that a person gave, each read by itself; not where they are the splits or the classes of one. */
function fromGiven(root: FolderNode, given: readonly string[], tables: readonly Table[]): Found {
  if (given.length < 2 || given.some((path) => splitOfWord(path.slice(path.lastIndexOf('/') + 1)))) return null
  const nodes = given.flatMap((path) => nodeAt(root, path) ?? [])
  const read = nodes.map((node) => within(node, tables) ?? [{ folder: node.path, split: null, labels: null }])
  return read.some((sources) => sources.some(({ labels }) => labels !== null)) ? read.flat() : null
}

function nodeAt(node: FolderNode, path: string): FolderNode | null {
  if (node.path === path) return node
  const next = node.folders.find((folder) => path === folder.path || path.startsWith(`${folder.path}/`))
  return next ? nodeAt(next, path) : null
}

/** Folders that are each a whole data set, by their names or because each is divided. */
function merged(node: FolderNode, tables: readonly Table[]): Found {
  const parts = node.folders.filter((folder) => folder.below > 0)
  if (parts.length < 2 || node.pictures.length > 0 || parts.some(({ name }) => splitOfWord(name))) return null
  const inside = parts.map((part) => splitFolders(unwrapped(part), tables))
  if (inside.every((found) => found !== null)) return inside.flat()
  if (!parts.every(({ name }) => sourceWords.test(name))) return null
  const read = parts.map((part) => within(part, tables))
  if (read.every((found) => found !== null)) return read.flat()
  return null
}

/** One folder too many above what matters, however many times. */
function deeper(node: FolderNode, tables: readonly Table[]): Found {
  const filled = node.folders.filter((folder) => folder.below > 0)
  const [only] = filled
  return only && filled.length === 1 ? within(only, tables) : null
}

function isWrapper(node: FolderNode): boolean {
  return node.folders.filter((folder) => isClassFolder(folder)).length === 1 && node.pictures.length === 0
}

function unwrapped(node: FolderNode): FolderNode {
  const [only] = node.folders
  const isMore = isWrapper(node) && only && only.folders.length > 0 && splitOfWord(only.name) === null
  return isMore ? unwrapped(only) : node
}
