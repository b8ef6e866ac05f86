import type { Augmentation, AugmentationWay } from './augmentation-schema.ts'

/** What stands where a moved photograph leaves room, as scipy.ndimage names it. */
export const fillModes = ['nearest', 'constant', 'reflect', 'wrap'] as const
export type FillMode = (typeof fillModes)[number]

/** ImageDataGenerator's own defaults: every photograph as it is. */
export const noAugmentation: Augmentation = {
  rotation_range: 0,
  width_shift_range: 0,
  height_shift_range: 0,
  shear_range: 0,
  zoom_range: 0,
  horizontal_flip: false,
  vertical_flip: false,
  brightness_range: null,
  channel_shift_range: 0,
  fill_mode: 'nearest',
  cval: 0,
}

/** Over a pretrained base: Chollet, Deep Learning with Python, 5.3. Its shear is a tenth of a degree: next to nothing. */
export const bookAugmentation: Augmentation = {
  ...noAugmentation,
  rotation_range: 20,
  width_shift_range: 0.1,
  height_shift_range: 0.1,
  shear_range: 0.1,
  zoom_range: 0.1,
  horizontal_flip: true,
}

/** For the small convnet from scratch: the same, 5.2. */
export const scratchAugmentation: Augmentation = {
  ...noAugmentation,
  rotation_range: 40,
  width_shift_range: 0.2,
  height_shift_range: 0.2,
  shear_range: 0.2,
  zoom_range: 0.2,
  horizontal_flip: true,
}

/** K of `bank:K`, else null. */
export function bankOf(way: AugmentationWay): number | null {
  return way.startsWith('bank:') ? Number(way.slice(5)) : null
}

/**
 * What a bank costs against fresh draws, as test/slow/bank-against-fresh measured it (test/RESULTS.md): differences bank −
 * fresh with their 95 % intervals. `good`: within 0.03 balanced accuracy and 0.05 log-loss, as said in advance.
 */
export const bankMeasured = {
  photographs: 272,
  epochs: 30,
  draws: 4,
  good: false,
  balancedAccuracy: { mean: -0.05, low: -0.085, high: -0.016 },
  logLoss: { mean: 0.29, low: 0.03, high: 0.54 },
} as const

/** Follows from `bankMeasured`. */
export const defaultAugmentationWay: AugmentationWay = bankMeasured.good ? `bank:${bankMeasured.draws}` : 'fresh'
