import { z } from 'zod'

/** What stands where a moved photograph leaves room, as scipy.ndimage names it. */
export const fillModes = ['nearest', 'constant', 'reflect', 'wrap'] as const
export type FillMode = (typeof fillModes)[number]

const rising = ([low, high]: readonly [number, number]): boolean => low <= high

/** A share of the side; from 1 on Keras takes the number for pixels, so 1 itself is left out. */
const shift = z.number().min(0).lt(1)

/**
 * The random changes of a photograph, by keras.src.legacy.preprocessing.image.ImageDataGenerator's names and units. A
 * zero, a false or a null changes nothing.
 */
export const augmentationSchema = z
  .object({
    /** Degrees, either way. */
    rotation_range: z.number().min(0).max(180),
    /** Sideways, as a share of the width. */
    width_shift_range: shift,
    /** Up and down, as a share of the height. */
    height_shift_range: shift,
    /** Degrees, either way. */
    shear_range: z.number().min(0).max(60),
    /** z: from 1 − z to 1 + z. Below 1 the photograph grows. Height and width are drawn apart. */
    zoom_range: z.union([
      z.number().min(0).max(0.9),
      z.tuple([z.number().min(0.1).max(10), z.number().min(0.1).max(10)]).refine(rising, 'must be [low, high]'),
    ]),
    horizontal_flip: z.boolean(),
    vertical_flip: z.boolean(),
    /** Factors; 0 is black, 1 the photograph. */
    brightness_range: z
      .tuple([z.number().min(0).max(10), z.number().min(0).max(10)])
      .refine(rising, 'must be [low, high]')
      .nullable(),
    /** Of 255, either way, the same for red, green and blue. */
    channel_shift_range: z.number().min(0).max(255),
    fill_mode: z.enum(fillModes),
    /** 0..255, the value of all three colours where fill_mode is constant. */
    cval: z.number().min(0).max(255),
  })
  .strict()
export type Augmentation = z.infer<typeof augmentationSchema>

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

/**
 * How draws are used over a frozen base. `none`: photographs are as they are. `fresh`: new ones every epoch, every photograph through the frozen part each time.
 * `bank:K`: K draws of each photograph, computed once, kept at the boundary, and cycled epoch after epoch.
 */
export const augmentationWaySchema = z.union([
  z.enum(['none', 'fresh']),
  z.templateLiteral(['bank:', z.number().int().min(1).max(64)]),
])
export type AugmentationWay = z.infer<typeof augmentationWaySchema>

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
