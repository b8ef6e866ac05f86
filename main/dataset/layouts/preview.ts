import type { ImportPreview, LayoutChoice } from '../../../contract/index.ts'
import type { Listing } from '../list-files.ts'
import { whyText, type Layout, type Placed } from './place.ts'
import { guessColumns, type Table } from './tables.ts'
import { treeOf, type FolderNode } from './tree.ts'
import { mayBePicture } from './words.ts'

/** More would not be looked at by anybody. */
const mostFolders = 500
const sampleRows = 3

/** What an import by this layout would do, in numbers. */
export function previewOf(
  listing: Listing,
  tables: readonly Table[],
  layout: LayoutChoice,
  { files, classes, splitting }: Layout,
): Omit<ImportPreview, 'recognised' | 'archives' | 'problem'> {
  const counts = new Map(
    classes.map((name) => [name, { name, files: { train: 0, validation: 0, test: 0 }, divided: 0 }]),
  )
  for (const { class: name, split } of files) {
    const count = name === null ? undefined : counts.get(name)
    if (!count) continue
    if (split) count.files[split]++
    else count.divided++
  }
  const pictures = files.map(({ file }) => file).filter(mayBePicture)
  return {
    layout,
    splitting,
    classes: [...counts.values()],
    found: files.length,
    ignored: ignoredIn(files),
    passedOver: listing.passedOver,
    folders: foldersOf(treeOf(listing)).slice(0, mostFolders),
    tables: tables.map((table) => ({
      file: table.file,
      columns: table.columns,
      rows: table.rows.length,
      sample: table.rows.slice(0, sampleRows),
      guess: guessColumns(table, pictures),
    })),
  }
}

function ignoredIn(files: readonly Placed[]): ImportPreview['ignored'] {
  const without = files.filter((file) => file.class === null)
  const said = ({ why = { reason: 'outside-classes' }, refusal }: Placed) =>
    refusal ? { why: refusal.detail, reason: refusal.reason } : { why: whyText(why), ...why }
  const folderOf = (file: string): string => file.slice(0, Math.max(0, file.lastIndexOf('/')))
  const groups = Map.groupBy(without, (file) => JSON.stringify([folderOf(file.file), said(file).why]))
  return [...groups.values()].flatMap((group) => {
    const [first] = group
    return first ? [{ folder: folderOf(first.file), files: group.length, example: first.file, ...said(first) }] : []
  })
}

/** Folders that could be a source: those above others, or with photographs of their own; the nearest to the top first. */
function foldersOf(root: FolderNode): ImportPreview['folders'] {
  const found: ImportPreview['folders'] = []
  for (
    let level = [root];
    level.length > 0 && found.length < mostFolders;
    level = level.flatMap((node) => node.folders)
  ) {
    for (const { path, files } of level) if (files > 0) found.push({ folder: path, files })
  }
  return found
}
