import { fail, type Labelling, type LayoutChoice, type LayoutSource, type Split } from '../../../contract/index.ts'

/** What a person says of the layout that was recognised. */
export interface Corrections {
  /** Folder to role; empty name: the photographs' folder itself. */
  roles?: ReadonlyMap<string, Split | 'divide' | 'ignore'>
  /** Where the classes of all sources that are used are written. */
  labels?: Labelling
}

/** A layout as corrected; a folder that was no source becomes one. Throws `bad-layout` where nothing says the classes. */
export function correctLayout({ sources }: LayoutChoice, { roles = new Map(), labels }: Corrections): LayoutChoice {
  const byFolder = new Map<string, LayoutSource>(sources.map((source) => [source.folder, source]))
  const usual = labels ?? sources.find((source) => source.labels)?.labels ?? { by: 'folder' as const }
  for (const [folder, role] of roles) {
    const before = byFolder.get(folder)
    const split = role === 'divide' || role === 'ignore' ? null : role
    byFolder.set(folder, { folder, split, labels: role === 'ignore' ? null : (before?.labels ?? usual) })
  }
  if (byFolder.size === 0 && labels) byFolder.set('', { folder: '', split: null, labels })
  const corrected = [...byFolder.values()].map((source) => (labels && source.labels ? { ...source, labels } : source))
  if (corrected.some((source) => source.labels !== null)) return { sources: corrected }
  throw fail('bad-layout', 'Every folder is left out, so there are no photographs.', {
    expected: 'at least one folder that is used',
    remedy: 'Say for one folder what it is for: train, validation, test or divide.',
  })
}
