import { z } from 'zod'

const maxLayers = 4096
const name = z.string().min(1).max(1024)

const layerSchema = z.object({
  class_name: z.string().max(255),
  module: z.json().optional(),
  name: name.optional(),
  config: z.json(),
  inbound_nodes: z.array(z.json()).optional(),
})
/** A layer, or a model used as one, as Keras's configs hold it. */
export type KerasLayer = z.infer<typeof layerSchema>

const layersSchema = z.array(layerSchema).min(1).max(maxLayers)

/** What Keras 2 calls `Model` is `Functional` since. */
export const functionalSchema = z.object({
  class_name: z.enum(['Functional', 'Model']),
  config: z.object({
    name,
    trainable: z.boolean().default(true),
    layers: layersSchema,
    input_layers: z.json(),
    output_layers: z.json(),
  }),
})

/** Before Keras 2.2.3 the config was the list of layers. */
export const sequentialSchema = z.object({
  class_name: z.literal('Sequential'),
  config: z.union([
    z.object({ name, trainable: z.boolean().default(true), layers: layersSchema }),
    layersSchema.transform((layers) => ({ name: 'sequential', trainable: true, layers })),
  ]),
})

export const layerConfigSchema = z.record(z.string(), z.json())

/** Whether a class is a model, which holds layers of its own. */
export const isModelClass = (kind: string): boolean => ['Functional', 'Model', 'Sequential'].includes(kind)
