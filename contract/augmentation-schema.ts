import { z } from 'zod'
import { fillModes } from './augmentation.ts'

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

/**
 * How draws are used over a frozen base. `none`: photographs are as they are. `fresh`: new ones every epoch, every photograph through the frozen part each time.
 * `bank:K`: K draws of each photograph, computed once, kept at the boundary, and cycled epoch after epoch.
 */
export const augmentationWaySchema = z.union([
  z.enum(['none', 'fresh']),
  z.templateLiteral(['bank:', z.number().int().min(1).max(64)]),
])
export type AugmentationWay = z.infer<typeof augmentationWaySchema>
