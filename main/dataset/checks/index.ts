export { checkedSchema, readChecked, writeChecked, type Checked } from './checked-file.ts'
export { identicalGroups } from './copies.ts'
export { findProblems } from './findings.ts'
export { quickChecks } from './quick.ts'
