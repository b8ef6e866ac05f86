export {
  atTheStart,
  checkpointFile,
  enterStage,
  keepCheckpoint,
  progressSchema,
  readCheckpoint,
  type Checkpoint,
  type TrainingProgress,
} from './checkpoint.ts'
export { headNetwork } from './head.ts'
export { evaluateSource, stepsOf, trainStage, type EpochEnd, type StageOptions } from './loop.ts'
export { needMemory, trainingBytes } from './memory.ts'
export { openPhotographSource, type Photograph } from './photograph-source.ts'
export { branchPlan, extendedPlan, factsOf, planFrom, type BaseFacts } from './plan.ts'
export { openRowSource, type OpenSource } from './row-source.ts'
export { gather, type Rows } from './rows.ts'
export { inOrder, memorySource, slices, type Batch, type Source } from './source.ts'
export { openTrainer, type State, type StepInput, type Trainer } from './trainer.ts'
