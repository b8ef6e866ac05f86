import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Listing } from '../list-files.ts'
import { maxTableBytes, mayBeTable, readTable, type Table } from './tables.ts'

/** More tables than these, the nearest to the top first, are not looked at. */
const mostTables = 50

/** The tables of a listing that can be read. */
export async function readTables(root: string, { files }: Listing): Promise<Table[]> {
  const depth = (file: string): number => file.split('/').length
  const named = files.filter(({ file, refusal }) => !refusal && mayBeTable(file)).map(({ file }) => file)
  const tables: Table[] = []
  for (const file of named.sort((a, b) => depth(a) - depth(b)).slice(0, mostTables)) {
    const path = join(root, file)
    const found = await stat(path).catch(() => null)
    if (!found?.isFile() || found.size > maxTableBytes) continue
    const table = readTable(file, await readFile(path).catch(() => new Uint8Array()))
    if (table) tables.push(table)
  }
  return tables
}
