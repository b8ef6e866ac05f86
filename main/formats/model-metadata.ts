import { z } from 'zod'
import { pixelRuleSchema, preprocessings } from '../../contract/index.ts'

/**
 * What a model file of Thaw says beside what Keras reads: how a photograph becomes the pixels that the model takes, and
 * what its outputs mean. JSON in the attribute `thaw` of the file.
 */
export const modelMetadataSchema = z.object({
  version: z.literal(1),
  /** In the order of the outputs; of two classes with one output, that is the probability of the second. */
  classes: z.array(z.string().min(1).max(255)).min(1).max(100_000),
  /** From the file of a photograph to RGB 0 … 255. */
  pixels: pixelRuleSchema,
  /** Inside the model, as its first layer. */
  preprocess: z.enum(preprocessings),
  base: z.string().max(40),
  /** The base's last layer that is used. */
  cut: z.string().max(1024),
  /** Of the base, before training. */
  weights: z.object({ source: z.string().max(4096), sha256: z.string().max(64) }),
})
export type ModelMetadata = z.infer<typeof modelMetadataSchema>
