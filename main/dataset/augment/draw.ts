import type { Augmentation } from '../../../contract/index.ts'
import type { RandomStream } from '../../network/index.ts'

/** One draw: how one photograph is changed. Plain data, the same for every size of the picture. */
export interface Draw {
  /** Degrees. */
  theta: number
  /** Sideways, in widths: the photograph moves left where it is positive. */
  tx: number
  /** Up and down, in heights: the photograph moves up where it is positive. */
  ty: number
  /** Degrees. */
  shear: number
  /** How much of the width is seen: below 1 the photograph grows. */
  zx: number
  /** The same of the height. */
  zy: number
  flipHorizontal: boolean
  flipVertical: boolean
  /** Added to all three colours, of 255; null: none. */
  channelShift: number | null
  /** Factor; null: none. */
  brightness: number | null
}

/**
 * A draw with the distributions of ImageDataGenerator.get_random_transform: uniform within the ranges, the two zooms
 * apart, a flip half the time. Ten values are taken of `random` whatever the settings are, so that a setting moves only
 * what it is about.
 *
 * Keras 3 exchanges the axes when it applies a transform but not when it draws one, so that there height_shift_range
 * moves a photograph sideways. Here each range moves it the way it is named. Equal ranges, as the book has them, give
 * what they give there.
 */
export function drawOf(settings: Augmentation, random: RandomStream): Draw {
  const between = (low: number, high: number): number => low + (high - low) * random()
  const eitherWay = (range: number): number => between(-range, range)
  const zoom = zoomBounds(settings)
  const theta = eitherWay(settings.rotation_range)
  const ty = eitherWay(settings.height_shift_range)
  const tx = eitherWay(settings.width_shift_range)
  const shear = eitherWay(settings.shear_range)
  const zx = between(...zoom)
  const zy = between(...zoom)
  const flipHorizontal = random() < 0.5 && settings.horizontal_flip
  const flipVertical = random() < 0.5 && settings.vertical_flip
  const channelShift = eitherWay(settings.channel_shift_range)
  const brightness = between(...(settings.brightness_range ?? [1, 1]))
  return {
    theta,
    tx,
    ty,
    shear,
    zx,
    zy,
    flipHorizontal,
    flipVertical,
    channelShift: settings.channel_shift_range === 0 ? null : channelShift,
    brightness: settings.brightness_range ? brightness : null,
  }
}

/** [low, high], where ImageDataGenerator also takes one number for both. */
export function zoomBounds({ zoom_range: zoom }: Pick<Augmentation, 'zoom_range'>): [number, number] {
  return typeof zoom === 'number' ? [1 - zoom, 1 + zoom] : zoom
}
