import type { ImportPreview, Labelling, LayoutChoice, LayoutSource, Split } from '../../../contract/index.ts'

/** What a folder is for. `none`: nothing of its own; it counts with the folder above it. */
export type Role = Split | 'divide' | 'ignore' | 'none'
export const roles: readonly Role[] = ['train', 'validation', 'test', 'divide', 'ignore', 'none']

export interface LayoutRow {
  folder: string
  files: number
  role: Role
}

/** More could not be looked over. */
const most = 40

/** The folders that a person may say something about: those of the layout, the ones at the top, and sets that may pass for classes. */
export function rowsOf({ layout, folders }: ImportPreview): LayoutRow[] {
  const sources = new Map(layout.sources.map((source) => [source.folder, source]))
  const filled = new Set(folders.map(({ folder }) => parentOf(folder)))
  const isShown = (folder: string): boolean =>
    sources.has(folder) || !folder.includes('/') || (sources.has(parentOf(folder)) && filled.has(folder))
  return folders
    .filter(({ folder }) => isShown(folder))
    .slice(0, most)
    .map(({ folder, files }) => ({ folder, files, role: roleOf(sources.get(folder)) }))
}

function parentOf(folder: string): string {
  return folder.slice(0, Math.max(0, folder.lastIndexOf('/')))
}

function roleOf(source: LayoutSource | undefined): Role {
  if (!source) return 'none'
  return source.labels === null ? 'ignore' : (source.split ?? 'divide')
}

/** Where most of what is used has its classes from. */
export function labelsOf({ layout }: ImportPreview): Labelling {
  return layout.sources.find(({ labels }) => labels !== null)?.labels ?? { by: 'folder' }
}

/** The layout with another role for one folder. */
export function withRole(preview: ImportPreview, folder: string, role: Role): LayoutChoice {
  const others = preview.layout.sources.filter((source) => source.folder !== folder)
  if (role === 'none') return { sources: others }
  const split = role === 'divide' || role === 'ignore' ? null : role
  return { sources: [...others, { folder, split, labels: role === 'ignore' ? null : labelsOf(preview) }] }
}

/** The layout with its classes from elsewhere; where nothing is used yet, for all folders together. */
export function withLabels({ layout }: ImportPreview, labels: Labelling): LayoutChoice {
  const used = layout.sources.some((source) => source.labels !== null)
  if (!used) return { sources: [...layout.sources, { folder: '', split: null, labels }] }
  return { sources: layout.sources.map((source) => (source.labels ? { ...source, labels } : source)) }
}
