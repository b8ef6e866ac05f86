export { withEdits, withoutEdits } from './apply.ts'
export { firstLabelOf } from './first-labels.ts'
export { acceptedFindings, editStateOf, redone, undone, withStep } from './journal.ts'
