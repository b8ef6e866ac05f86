export { thawConvolution, type ThawConvolution } from './convolution-node.ts'
export { kernelsInfo, type InstructionSet, type KernelsInfo } from './kernels-info.ts'
export { stepConvolution, stepFilterGradient, stepInputGradient, type StepConvolution } from './step-nodes.ts'
export { fusesPool, tilesWorthTrying, winogradTakes, type ConvolutionKind, type Tile } from './winograd-takes.ts'
