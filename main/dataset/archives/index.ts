export { archiveKindOf, stemOf } from './kind.ts'
export { usualLimits, type Limits } from './limits.ts'
export { publishStaged, stageArchives, stampOf, unpackedName, type Staged } from './stage.ts'
