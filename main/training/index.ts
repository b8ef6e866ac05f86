export {
  keepCheckpoint,
  readCheckpoint,
  writeCheckpoint,
  progressSchema,
  type Checkpoint,
  type TrainingProgress,
} from './checkpoint.ts'
export { headNetwork } from './head.ts'
export { evaluateRows, trainStage, type StageOptions } from './loop.ts'
export { planFrom, type BaseFacts } from './plan.ts'
export { gather, type Rows } from './rows.ts'
export { openTrainer, type State, type StepInput, type Trainer } from './trainer.ts'
