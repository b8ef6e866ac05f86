export { drawActivations, rowsFile } from './activations.ts'
