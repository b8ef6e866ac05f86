import type { Draw } from './draw.ts'

/**
 * Where a pixel of the result comes from: row = a·r + b·c + row0, column = c·r + d·c + column0, as
 * [a, b, row0, c, d, column0], the first two rows of the homogeneous matrix.
 */
export type AffineMatrix = readonly [number, number, number, number, number, number]

/**
 * The matrix that keras.src.legacy.preprocessing.image.apply_affine_transform hands to scipy for rotation, shift, shear
 * and zoom (flips come after it): rotation · shift · shear · zoom about the centre (height / 2 − 0.5, width / 2 − 0.5),
 * rows and columns exchanged. Keras takes the centre before that exchange, which is the photograph's own only when it
 * is square; so does this.
 */
export function matrixOf(draw: Draw, height: number, width: number): AffineMatrix {
  const [theta, shear] = [radians(draw.theta), radians(draw.shear)]
  const [cos, sin] = [Math.cos(theta), Math.sin(theta)]
  const { zx, zy } = draw
  const [tx, ty] = [draw.tx * width, draw.ty * height]
  const xx = cos * zx
  const xy = -(cos * Math.sin(shear) + sin * Math.cos(shear)) * zy
  const yx = sin * zx
  const yy = (cos * Math.cos(shear) - sin * Math.sin(shear)) * zy
  const [centreX, centreY] = [height / 2 - 0.5, width / 2 - 0.5]
  const x0 = cos * tx - sin * ty + centreX - xx * centreX - xy * centreY
  const y0 = sin * tx + cos * ty + centreY - yx * centreX - yy * centreY
  return [yy, yx, y0, xy, xx, x0]
}

const radians = (degrees: number): number => (degrees * Math.PI) / 180
