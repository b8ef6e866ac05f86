import { z } from 'zod'
import { augmentationSchema, pixelRuleSchema, precisions, preprocessings } from '../../contract/index.ts'
import { hashBytes } from '../files/index.ts'

/** Everything that a feature's value depends on, but for the photograph itself. */
export const featureKeySchema = z.object({
  version: z.literal(1),
  base: z.string(),
  /** sha256 of the base's weights. */
  weights: z.string(),
  /** The layer whose output is kept. */
  boundary: z.string(),
  /** Its shape without the batch axis. */
  shape: z.array(z.number().int().positive()),
  preprocess: z.enum(preprocessings),
  pixels: pixelRuleSchema,
  precision: z.enum(precisions),
  /** How each convolution was computed where it was not TensorFlow's own, by layer. */
  convolution: z.record(z.string(), z.number()),
  /** The draw under which each photograph is seen; left out: as it is. */
  draw: z
    .object({ settings: augmentationSchema, seed: z.number().int(), index: z.number().int().nonnegative() })
    .optional(),
})
/** key.json */
export type FeatureKey = z.infer<typeof featureKeySchema>

/** Object keys in order at every depth, so that equal values hash equally. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_key, inner: unknown) =>
    inner && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  )

/** KEY: the folder's name under features/, 16 hexadecimal digits. */
export const folderOfKey = (key: FeatureKey): string => hashBytes(Buffer.from(canonical(key))).slice(0, 16)
