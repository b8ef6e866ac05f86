import { fail, type LayoutChoice, type LayoutCorrections, type LayoutSource } from '../../../contract/index.ts'

/** A layout as corrected; a folder that was no source becomes one. Throws `bad-layout` where nothing says the classes. */
export function correctLayout(
  { sources }: LayoutChoice,
  { roles = {}, labels }: Partial<LayoutCorrections>,
): LayoutChoice {
  const byFolder = new Map<string, LayoutSource>(sources.map((source) => [source.folder, source]))
  const usual = labels ?? sources.find((source) => source.labels)?.labels ?? { by: 'folder' as const }
  for (const [folder, role] of Object.entries(roles)) {
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
