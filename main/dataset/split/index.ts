export { decideSplits } from './decide.ts'
export { drawSplits, type PerSplit } from './draw-splits.ts'
export { groupsOf } from './groups.ts'
export { newUnion } from './union.ts'
