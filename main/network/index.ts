export { isFusedPool, ownConvolutionOf, type Convolutions } from './own-convolution.ts'
export { gradientGraph, gradients, type GradientOptions } from './gradient-graph.ts'
export { connectionsOf } from './connections.ts'
export { initialWeights } from './initial-weights.ts'
export { kindOf, type LayerKind, type StepTiles, type WeightSpec } from './layers/index.ts'
export { openAtOnce, type AtOnce } from './at-once.ts'
export { frozenGraph, outputOf, type FrozenOptions } from './frozen.ts'
export { lossKindOf, withoutLastActivation, type LossKind } from './loss.ts'
export { multiplyAddsOf } from './multiply-adds.ts'
export { nearest } from './nearest.ts'
export type { Json, Layer, LayerConfig, Network, Weight, Weights } from './network.ts'
export { optimizers } from './optimizers.ts'
export { randomStream, shuffled, type RandomStream } from './random.ts'
export { sizeOf, type Shape } from './shape.ts'
export {
  above,
  boundaryOf,
  inputShapes as inputShapesOf,
  layerNamed,
  shapesOf,
  stacked,
  thawedLayers,
  upTo,
  weightsFor,
  weightSpecs,
  type NamedWeightSpec,
} from './structure.ts'
export { summarize, summarizeAt } from './summary.ts'
export { convolutionParts, type ConvolutionParts } from './convolution-parts.ts'
export {
  training,
  trainingGraph,
  type StepConvolutions,
  type TrainingGraph,
  type TrainingOptions,
  type Variable,
} from './training-graph.ts'
