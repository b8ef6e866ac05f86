export { augment } from './augment.ts'
export {
  augmentedBatches,
  openAugmenter,
  type AugmentedPass,
  type Augmenter,
  type AugmenterOptions,
} from './batches.ts'
export { drawOf, zoomBounds, type Draw } from './draw.ts'
export { matrixOf, type AffineMatrix } from './matrix.ts'
