import type { Split } from '../../../contract/index.ts'

interface Entry {
  file: string
  sha256: string
}

/** The recorded split of what is there now: by content, else, for a file that was edited, by its path. */
export function recordedSplits(
  before: readonly (Entry & { split: Split })[],
  files: readonly Entry[],
): Map<string, Split> {
  const recorded = new Map<string, Split>()
  const byFile = new Map<string, Split>()
  for (const { file, sha256, split } of before) {
    if (!recorded.has(sha256)) recorded.set(sha256, split)
    byFile.set(file, split)
  }
  for (const { file, sha256 } of files) {
    const split = byFile.get(file)
    if (split && !recorded.has(sha256)) recorded.set(sha256, split)
  }
  return recorded
}
