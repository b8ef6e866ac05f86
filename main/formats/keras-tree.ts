import { fail } from '../../contract/index.ts'
import { kindOf, type Json, type LayerConfig } from '../network/index.ts'
import { damaged } from './hdf5-values.ts'
import { policies, policyIn, type Policy } from './keras-dtype.ts'
import { tensorsIn } from './keras-references.ts'
import { checkSettings } from './keras-settings.ts'
import { functionalSchema, isModelClass, layerConfigSchema, sequentialSchema, type KerasLayer } from './keras-schema.ts'

/** A model as its file has it: layers, some of which may be models themselves. */
export interface KerasTree {
  readonly name: string
  readonly kind: 'Functional' | 'Sequential'
  readonly trainable: boolean
  /** In the file's order, which is that of its weights. */
  readonly nodes: readonly KerasNode[]
  /** The node whose output is the model's. */
  readonly output: string
}

export interface KerasNode {
  /** What its model calls it, where layers refer to each other. */
  readonly name: string
  /** By its own config, which is what Keras then calls it; the same unless somebody changed one of the two. */
  readonly ownName: string
  /** Keras's class name. */
  readonly kind: string
  readonly inputs: readonly string[]
  readonly trainable: boolean
  /** What Keras computes it in, and holds its weights in. */
  readonly policy: Policy
  /** Empty for a model. */
  readonly config: LayerConfig
  /** Null for a layer. */
  readonly model: KerasTree | null
}

const maxDepth = 8

/** What of a layer's config says nothing of what it computes, or is told in another way here. */
const dropped =
  /^(name|dtype|batch_input_shape|batch_shape|data_format|sparse|ragged|optional|seed|noise_shape|autocast|input_dim|input_shape)$|_(initializer|regularizer|constraint|config)$/

/**
 * A model's structure from Keras's `model_config`: functional, as Keras 2 or Keras 3 writes it, or sequential, with one
 * input, one output, and each layer used once; models inside it likewise. Throws `damaged-model` for what is not such a
 * config, `unknown-layer` for a class that Thaw does not know, `unknown-setting` for what no Keras takes, `lambda-refused` for code; `path`
 * is only named in the error.
 */
export function readTree(config: unknown, path: string, depth = 0): KerasTree {
  if (depth > maxDepth) throw damaged(path, `models inside models, more than ${maxDepth} deep`)
  const functional = functionalSchema.safeParse(config)
  if (functional.success) return functionalTree(functional.data.config, path, depth)
  const sequential = sequentialSchema.safeParse(config)
  if (sequential.success) return sequentialTree(sequential.data.config, path, depth)
  const wanted = (config as { class_name?: unknown } | null)?.class_name === 'Sequential' ? sequential : functional
  const [issue] = wanted.error.issues
  throw damaged(
    path,
    `a config whose ${issue?.path.join('.') || 'form'} is not known: ${issue?.message}`,
    'a Keras model',
  )
}

type ModelConfig = Omit<KerasTree, 'nodes' | 'kind' | 'output'> & { layers: KerasLayer[] }

interface Ends {
  input_layers: Json
  output_layers: Json
}

function functionalTree(config: ModelConfig & Ends, path: string, depth: number): KerasTree {
  const { name, trainable } = config
  const anyNode = new Set(config.layers.filter((layer) => isOfAnyNode(layer, config.layers)).map(nameOf))
  const nodes = config.layers.map((layer) => {
    const { name, inbound_nodes: uses } = layer
    if (name === undefined || uses === undefined) {
      throw damaged(path, `${nameOf(layer)} without ${name === undefined ? 'a name' : 'inbound_nodes'}`)
    }
    if (uses.length > 1) throw damaged(path, `${name} is used more than once`)
    return toNode(layer, tensorsIn(uses, anyNode, path), path, depth)
  })
  const inputs = tensorsIn(config.input_layers, anyNode, path)
  const strange = inputs.find((input) => !nodes.some((node) => node.name === input && node.kind === 'InputLayer'))
  if (strange !== undefined) throw damaged(path, `input_layers with ${strange}`, 'the name of an InputLayer')
  const [output, ...more] = tensorsIn(config.output_layers, anyNode, path)
  if (output === undefined || more.length > 0) throw damaged(path, `${more.length + 1} outputs`, 'one output')
  return checked({ name, trainable, kind: 'Functional', nodes, output }, path)
}

/**
 * Whether it does not matter as which use of a layer a reference counts it. A model counts its own making as its first; of an
 * input tf_keras takes the only one, and references are lists where it wrote them.
 */
function isOfAnyNode({ class_name: kind }: KerasLayer, layers: readonly KerasLayer[]): boolean {
  if (kind !== 'InputLayer') return isModelClass(kind)
  return layers.every(({ inbound_nodes: uses = [] }) => uses.every((use) => Array.isArray(use)))
}

function sequentialTree({ name, trainable, layers }: ModelConfig, path: string, depth: number): KerasTree {
  const nodes: KerasNode[] = []
  const [first] = layers
  if (first && first.class_name !== 'InputLayer') {
    const given = isModelClass(first.class_name)
      ? inputOf(readTree(first, path, depth + 1))
      : toInput(first, path, depth)
    const name = `${nameOf(first)}_input`
    if (given) nodes.push({ ...given, name, ownName: name })
  }
  for (const layer of layers) {
    const before = nodes.at(-1)
    nodes.push(toNode(layer, before ? [before.name] : [], path, depth))
  }
  return checked({ name, trainable, kind: 'Sequential', nodes, output: nodes.at(-1)?.name ?? '' }, path)
}

function toInput(layer: KerasLayer, path: string, depth: number): KerasNode | null {
  const config = layerConfigSchema.safeParse(layer.config).data ?? {}
  const isTold = config.batch_input_shape !== undefined || config.batch_shape !== undefined
  return isTold || depth === 0 ? toNode({ ...layer, class_name: 'InputLayer' }, [], path, depth) : null
}

const inputOf = ({ nodes }: KerasTree): KerasNode | null => nodes.find(({ kind }) => kind === 'InputLayer') ?? null

function toNode(layer: KerasLayer, inputs: string[], path: string, depth: number): KerasNode {
  const { class_name: kind } = layer
  const name = nameOf(layer)
  const ownName = ownNameOf(layer) ?? name
  if (isModelClass(kind)) {
    const model = readTree(layer, path, depth + 1)
    const { trainable } = model
    return { name, ownName, kind: model.kind, inputs, trainable, policy: 'float32', config: {}, model }
  }
  if (kind === 'Lambda') {
    throw fail(
      'lambda-refused',
      `The layer ${name} of ${path} is a Lambda: code inside the file. Thaw does not run it.`,
      {
        expected: 'layers of Keras alone',
        found: `${name} (Lambda)`,
        file: path,
        remedy: 'Build the model again without Lambda, for instance with a Rescaling layer, and save it.',
      },
    )
  }
  kindOf({ name, kind })
  checkName(ownName, path)
  const parsed = layerConfigSchema.safeParse(layer.config)
  if (!parsed.success) throw damaged(path, `no config of ${name}`)
  const config = parsed.data
  checkSettings({ name, kind }, config, path)
  if (config.data_format === 'channels_first') throw damaged(path, `${name} takes channels first`, 'channels last')
  const policy = policyIn(config.dtype)
  if (!policy) throw damaged(path, `${name} computes in ${JSON.stringify(config.dtype)}`, policies.join(', '))
  const trainable = config.trainable !== false
  const node = { name, ownName, kind, inputs, trainable, policy, model: null }
  if (kind === 'InputLayer') return { ...node, config: { shape: inputShape(config, name, path) } }
  const kept = Object.entries(config).filter(
    ([key, value]) => value !== null && !dropped.test(key) && !(key === 'trainable' && value === true),
  )
  const read = kept.map(
    ([key, value]) => [key, key === 'padding' && typeof value === 'string' ? value.toLowerCase() : value] as const,
  )
  return { ...node, config: Object.fromEntries(read) }
}

/** Keras 3 takes every name without a slash, and tf_keras those that TensorFlow takes for a scope. */
function checkName(name: string, path: string): void {
  if (!name.includes('/') || /^[A-Za-z0-9.][A-Za-z0-9_.\\/>-]*$/.test(name)) return
  throw damaged(path, `a layer of the name ${JSON.stringify(name)}`, 'a name without a slash')
}

function inputShape(config: LayerConfig, name: string, path: string): Json[] {
  const shape = config.batch_input_shape ?? config.batch_shape
  const isShape =
    Array.isArray(shape) && shape.length >= 2 && shape.slice(1).every((size) => size === null || isPositive(size))
  if (!isShape) throw damaged(path, `${name} without an input shape`)
  return shape.slice(1)
}

const nameOf = (layer: KerasLayer): string => layer.name ?? ownNameOf(layer) ?? layer.class_name

function ownNameOf({ config }: KerasLayer): string | null {
  const name = layerConfigSchema.safeParse(config).data?.name
  return typeof name === 'string' ? name : null
}

function checked(tree: KerasTree, path: string): KerasTree {
  const { nodes, output, kind } = tree
  const names = new Set(nodes.map(({ name }) => name))
  const inputs = nodes.filter((node) => node.kind === 'InputLayer')
  if (names.size !== nodes.length) throw damaged(path, 'two layers of one name')
  const isInner = kind === 'Sequential' && inputs.length === 0
  if (!isInner && inputs.length !== 1) throw damaged(path, `${inputs.length} inputs`, 'one input')
  const sources = nodes.filter((node) => node.inputs.length === 0)
  if (sources.length !== 1) throw damaged(path, 'a layer without an input')
  if (!names.has(output)) throw damaged(path, `no layer ${output}`, 'the output to be a layer')
  return tree
}

function isPositive(size: Json): boolean {
  return typeof size === 'number' && Number.isInteger(size) && size > 0
}
