import type { FillMode } from '../../../contract/index.ts'
import { nowhere, placeInside } from './edge.ts'
import type { AffineMatrix } from './matrix.ts'

export interface Resampling {
  /** uint8 RGB, (height, width, 3). */
  pixels: Uint8Array
  height: number
  width: number
  matrix: AffineMatrix
  flipHorizontal: boolean
  flipVertical: boolean
  fill: FillMode
  /** 0..255, where nothing is. */
  cval: number
  /**
   * (height, width, 3). A clamped or integer array rounds by itself; this function writes what it computed, so that a
   * float array keeps the fractions.
   */
  into: Uint8ClampedArray | Float32Array
}

/**
 * One bilinear resampling, as scipy.ndimage.affine_transform(order=1) does it per channel, with the flips that come
 * after it read off at the same time.
 */
export function resample(resampling: Resampling): void {
  const { pixels, height, width, matrix, flipHorizontal, flipVertical, fill, cval, into } = resampling
  const [rowByRow, rowByColumn, row0, columnByRow, columnByColumn, column0] = matrix
  const [lastRow, lastColumn, line] = [height - 1, width - 1, width * 3]
  let out = 0
  for (let i = 0; i < height; i++) {
    const r = flipVertical ? lastRow - i : i
    const [rowStart, columnStart] = [rowByRow * r + row0, columnByRow * r + column0]
    for (let j = 0; j < width; j++, out += 3) {
      const c = flipHorizontal ? lastColumn - j : j
      let row = rowStart + rowByColumn * c
      let column = columnStart + columnByColumn * c
      if (!(row >= 0 && row <= lastRow && column >= 0 && column <= lastColumn)) {
        row = placeInside(row, height, fill)
        column = placeInside(column, width, fill)
        if (row === nowhere || column === nowhere) {
          into[out] = into[out + 1] = into[out + 2] = cval
          continue
        }
      }
      const [top, left] = [Math.trunc(row), Math.trunc(column)]
      const [down, right] = [row - top, column - left]
      const here = top * line + left * 3
      const below = top < lastRow ? here + line : here
      const aside = left < lastColumn ? 3 : 0
      const upper = 1 - down
      const w00 = upper * (1 - right)
      const w01 = upper * right
      const w10 = down * (1 - right)
      const w11 = down * right
      const [hereAside, belowAside] = [here + aside, below + aside]
      for (let k = 0; k < 3; k++) {
        into[out + k] =
          w00 * pixels[here + k]! +
          w01 * pixels[hereAside + k]! +
          w10 * pixels[below + k]! +
          w11 * pixels[belowAside + k]!
      }
    }
  }
}
