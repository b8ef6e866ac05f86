export { attribute, type Attribute } from './attributes.ts'
export { bindingFolder, tensorflow, type Binding } from './binding.ts'
export { toBfloat16 } from './bfloat16.ts'
export { cast, constant, held, integers, newGraph, placeholder, type Attributes, type Graph } from './graph.ts'
export { precisionsHere } from './processor.ts'
export { selfTest } from './self-test.ts'
export { openSession, type Session } from './session.ts'
export { engineStatus, examine } from './status.ts'
export { DataType, free, liveSessions, liveTensors, scalarOf, tensorOf, valuesOf, type Tensor } from './tensor.ts'
export {
  fusesPool,
  kernelsInfo,
  stepConvolution,
  stepFilterGradient,
  stepInputGradient,
  thawConvolution,
  tilesWorthTrying,
  winogradTakes,
  type KernelsInfo,
  type StepConvolution,
  type Tile,
} from './kernels/index.ts'
