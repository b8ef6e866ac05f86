export { thawConvolution, type ThawConvolution } from './convolution-node.ts'
export { kernelsInfo, type InstructionSet, type KernelsInfo } from './kernels-info.ts'
export { fusesPool, tilesWorthTrying, winogradTakes, type ConvolutionKind, type Tile } from './winograd-takes.ts'
