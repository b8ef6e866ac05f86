import type { Augmentation } from '../../../contract/index.ts'
import { scaleBrightness, shiftChannels } from './colour.ts'
import type { Draw } from './draw.ts'
import { matrixOf } from './matrix.ts'
import { resample } from './resample.ts'

/**
 * A photograph under one draw: uint8 RGB (height, width, 3), 0..255, of the same size. The result is what
 * ImageDataGenerator.apply_transform gives, rounded: rotation, shift, shear, zoom and flips as one transform and one
 * bilinear resampling, then channel shift, then brightness. Of the settings only `fill_mode` and `cval` are used.
 *
 * @param into where the result goes; must not share memory with `pixels`.
 */
export function augment(
  pixels: Uint8Array,
  height: number,
  width: number,
  draw: Draw,
  settings: Pick<Augmentation, 'fill_mode' | 'cval'>,
  into: Uint8Array<ArrayBuffer> = new Uint8Array(pixels.length),
): Uint8Array<ArrayBuffer> {
  const { flipHorizontal, flipVertical, channelShift, brightness } = draw
  const rounding = new Uint8ClampedArray(into.buffer, into.byteOffset, into.length)
  const geometry = { pixels, height, width, matrix: matrixOf(draw, height, width), flipHorizontal, flipVertical }
  const fill = { fill: settings.fill_mode, cval: settings.cval }
  if (channelShift === null && brightness === null) {
    resample({ ...geometry, ...fill, into: rounding })
    return into
  }
  const values = new Float32Array(pixels.length)
  resample({ ...geometry, ...fill, into: values })
  if (channelShift !== null) shiftChannels(values, channelShift)
  if (brightness !== null) scaleBrightness(values, brightness)
  rounding.set(values)
  return into
}
