import { z } from 'zod'
import { kindOf, type Json, type Layer, type Network } from '../network/index.ts'
import { damaged } from './hdf5-values.ts'

const maxLayers = 4096

const configSchema = z.record(z.string(), z.json())
const layerSchema = z.object({
  class_name: z.string().max(255),
  name: z.string().max(1024).optional(),
  config: configSchema,
  inbound_nodes: z.array(z.json()).default([]),
})
type KerasLayer = z.infer<typeof layerSchema>
const layersSchema = z.array(layerSchema).min(1).max(maxLayers)
const functionalSchema = z.object({
  class_name: z.enum(['Functional', 'Model']),
  config: z.object({ name: z.string().max(1024), layers: layersSchema, output_layers: z.json() }),
})
const sequentialSchema = z.object({
  class_name: z.literal('Sequential'),
  config: z.object({ name: z.string().max(1024), layers: layersSchema }),
})

/** What of a layer's config says nothing of what it computes, or is told in another way here. */
const dropped =
  /^(name|dtype|batch_input_shape|batch_shape|data_format|sparse|ragged|optional|seed)$|_(initializer|regularizer|constraint|config)$/

/**
 * A network from Keras's `model_config`: functional, as Keras 2 or Keras 3 writes it, or sequential, with one input, one
 * output, and each layer used once. Throws `damaged-model` for what is not such a config, `unknown-layer` for a class
 * that Thaw does not know; `path` is only named in the error.
 */
export function fromKerasConfig(config: unknown, path: string): Network {
  const functional = functionalSchema.safeParse(config)
  if (functional.success) return fromFunctional(functional.data.config, path)
  const sequential = sequentialSchema.safeParse(config)
  if (sequential.success) return fromSequential(sequential.data.config, path)
  const [issue] = functional.error.issues
  throw damaged(
    path,
    `a config whose ${issue?.path.join('.') || 'form'} is not known: ${issue?.message}`,
    'a Keras model',
  )
}

function fromFunctional(config: z.infer<typeof functionalSchema>['config'], path: string): Network {
  const layers = config.layers.map((layer) => {
    if (layer.inbound_nodes.length > 1) throw damaged(path, `${nameOf(layer)} is used more than once`)
    return toLayer(layer, tensorsIn(layer.inbound_nodes, path), path)
  })
  const [output, ...more] = tensorsIn(config.output_layers, path)
  if (output === undefined || more.length > 0) throw damaged(path, `${more.length + 1} outputs`, 'one output')
  return checked({ name: config.name, layers: inOrder(layers, path), output }, path)
}

function fromSequential(config: z.infer<typeof sequentialSchema>['config'], path: string): Network {
  const [first] = config.layers
  const layers: Layer[] = []
  if (first && first.class_name !== 'InputLayer') {
    const input = { ...first, class_name: 'InputLayer', name: `${nameOf(first)}_input` }
    layers.push(toLayer(input, [], path))
  }
  for (const layer of config.layers) {
    const before = layers.at(-1)
    layers.push(toLayer(layer, before ? [before.name] : [], path))
  }
  return checked({ name: config.name, layers, output: layers.at(-1)?.name ?? '' }, path)
}

function toLayer(layer: KerasLayer, inputs: string[], path: string): Layer {
  const { class_name: kind, config } = layer
  const name = nameOf(layer)
  kindOf({ name, kind })
  if (config.data_format === 'channels_first') throw damaged(path, `${name} takes channels first`, 'channels last')
  if (kind === 'InputLayer') return { name, kind, config: { shape: inputShape(config, name, path) }, inputs }
  const kept = Object.entries(config).filter(
    ([key, value]) => value !== null && !dropped.test(key) && !(key === 'trainable' && value === true),
  )
  return { name, kind, config: Object.fromEntries(kept), inputs }
}

function inputShape(config: KerasLayer['config'], name: string, path: string): Json[] {
  const shape = config.batch_input_shape ?? config.batch_shape
  const isShape =
    Array.isArray(shape) && shape.length >= 2 && shape.slice(1).every((size) => size === null || isPositive(size))
  if (!isShape) throw damaged(path, `${name} without an input shape`)
  return shape.slice(1)
}

function nameOf({ name, config, class_name }: KerasLayer): string {
  return name ?? (typeof config.name === 'string' ? config.name : class_name)
}

/**
 * The layers named by references to tensors, however they are wrapped: `[name, node, tensor, …]` in Keras 2,
 * `{ config: { keras_history: [name, node, tensor] } }` in Keras 3.
 */
function tensorsIn(value: Json, path: string): string[] {
  if (Array.isArray(value)) {
    const [name, node, tensor] = value
    if (typeof name !== 'string') return value.flatMap((item) => tensorsIn(item, path))
    if (node !== 0 || tensor !== 0) throw damaged(path, `${name} with several outputs or used more than once`)
    return [name]
  }
  if (value === null || typeof value !== 'object') return []
  if (value.keras_history !== undefined) return tensorsIn(value.keras_history, path)
  return [value.args, value.config].flatMap((inside) => (inside === undefined ? [] : tensorsIn(inside, path)))
}

/** The same layers, each after its inputs. */
function inOrder(layers: readonly Layer[], path: string): Layer[] {
  const ordered: Layer[] = []
  const placed = new Set<string>()
  let waiting = layers
  while (waiting.length > 0) {
    const later: Layer[] = []
    for (const layer of waiting) {
      if (!layer.inputs.every((input) => placed.has(input))) later.push(layer)
      else {
        placed.add(layer.name)
        ordered.push(layer)
      }
    }
    if (later.length === waiting.length) throw damaged(path, `${later[0]?.name} takes what no layer gives`)
    waiting = later
  }
  return ordered
}

function checked(network: Network, path: string): Network {
  const { layers, output } = network
  const names = new Set(layers.map(({ name }) => name))
  const inputs = layers.filter(({ kind }) => kind === 'InputLayer')
  if (names.size !== layers.length) throw damaged(path, 'two layers of one name')
  if (inputs.length !== 1 || layers[0] !== inputs[0]) throw damaged(path, `${inputs.length} inputs`, 'one input, first')
  if (layers.some(({ kind, inputs }) => kind !== 'InputLayer' && inputs.length === 0)) {
    throw damaged(path, 'a layer without an input')
  }
  if (!names.has(output)) throw damaged(path, `no layer ${output}`, 'the output to be a layer')
  return network
}

function isPositive(size: Json): boolean {
  return typeof size === 'number' && Number.isInteger(size) && size > 0
}
