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
 * @param into where the result goes; may be `pixels` itself
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
  const matrix = matrixOf(draw, height, width)
  const { fill_mode: fill, cval } = settings
  const values = resample({ pixels, height, width, matrix, flipHorizontal, flipVertical, fill, cval })
  if (channelShift !== null) shiftChannels(values, channelShift)
  if (brightness !== null) scaleBrightness(values, brightness)
  for (let i = 0; i < values.length; i++) into[i] = values[i]! + 0.5 // writing to bytes cuts off
  return into
}
