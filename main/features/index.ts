export { baseBatch, openBase, openOneAtATime, type Base, type BaseOptions } from './base.ts'
export { chooseConvolutions, convolutionsFor } from './convolutions.ts'
export { ownKernelsRun } from './own-kernels.ts'
export { isForwardOurs, type StepPlace } from './step-convolutions.ts'
export { evictFeatures } from './evict.ts'
export { extractFeatures, featureFiles, type Extracted, type ExtractOptions, type Lower } from './extract.ts'
export { featureKeySchema, folderOfKey, type FeatureKey } from './key.ts'
export { measuredOnce, quickest } from './measured.ts'
export { choosePrecision, type PrecisionChoice } from './precision.ts'
export { type Item } from './split-files.ts'
export { atSize, describeModel, stampOf, withPreprocessing, type DescribedModel } from './described-model.ts'
export {
  chooseStepWay,
  chooseWay,
  featureKeyOf,
  openBaseAt,
  pixelRuleOf,
  prepareBase,
  type PreparedBase,
  type Way,
} from './prepare-base.ts'
export { drawOfPhotograph } from './draws.ts'
