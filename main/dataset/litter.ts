/** What systems leave in folders and nobody put there as a picture. */
const litter = new Set(['__MACOSX', 'Thumbs.db', 'desktop.ini'])

/** Hidden names and systems' litter are passed over. */
export function isPassedOver(name: string): boolean {
  return name.startsWith('.') || litter.has(name)
}
