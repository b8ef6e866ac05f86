import type { LayoutChoice, Work } from '../../contract/index.ts'
import { checkFolder } from './check-folder.ts'
import { placeFiles, readTables, recogniseLayout, type Layout, type Table } from './layouts/index.ts'
import { listFiles, type Listing } from './list-files.ts'

export interface FolderReading {
  listing: Listing
  tables: Table[]
  recognised: LayoutChoice
  /** The one that counts: as asked for, else as recognised. */
  layout: LayoutChoice
  placed: Layout
}

/**
 * Lists a folder, or the folders `only` in it, and gives every file its class and split. Reads names and tables of labels,
 * no photograph. Throws what `checkFolder` throws.
 */
export async function readFolder(
  folder: string,
  { only, layout: asked }: { only?: readonly string[]; layout?: LayoutChoice },
  work: Work,
): Promise<FolderReading> {
  await checkFolder(folder)
  const listing = await listFiles(folder, work, only)
  const tables = await readTables(folder, listing)
  const recognised = recogniseLayout(listing, tables, only)
  const layout = asked ?? recognised
  return { listing, tables, recognised, layout, placed: placeFiles(listing, layout, tables) }
}
