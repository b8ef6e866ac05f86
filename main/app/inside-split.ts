import type { Dataset, Split } from '../../contract/index.ts'

/** What a split holds: changes whenever a photograph joins, leaves or is another. */
export const stampOf = ({ photographs }: Dataset, split: Split): unknown =>
  photographs.filter((photograph) => photograph.split === split).map(({ file, sha256 }) => [file, sha256])
