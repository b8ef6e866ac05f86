export { augment } from './augment.ts'
export { drawOf, zoomBounds, type Draw } from './draw.ts'
export { matrixOf, type AffineMatrix } from './matrix.ts'
