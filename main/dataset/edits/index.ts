export { withEdits, withoutEdits } from './apply.ts'
export { contentsOf, dividedOf, divisionOf, drawSettingsOf, joined, presentDivide, withDivides } from './divides.ts'
export { firstLabelOf } from './first-labels.ts'
export { acceptedFindings, editStateOf, redone, undone, withStep } from './journal.ts'
