import { attribute, type Attribute } from './attributes.ts'
import { toBfloat16 } from './bfloat16.ts'
import { make, proto } from './proto.ts'
import { DataType } from './tensor.ts'

export type Attributes = Readonly<Record<string, Attribute>>

/** A TensorFlow graph under construction. A node is named, and its name stands for its first output. */
export interface Graph {
  /** Adds a node; an input `^name` is a control dependency. Returns the node's name. Throws when the name is taken. */
  add(op: string, name: string, inputs: readonly string[], attributes?: Attributes): string
  has(name: string): boolean
  /** What a session of this graph feeds to every run, by placeholder (`held`). */
  readonly held: Map<string, Held>
  /** The SavedModel (one meta graph tagged `serve`) as the bytes of saved_model.pb. */
  bytes(): Uint8Array
}

/** Values that a graph needs and does not hold itself. */
export interface Held {
  values: Float32Array
  shape: readonly number[]
}

export function newGraph(): Graph {
  const nodes = new Map<string, ReturnType<typeof make>>()
  return {
    held: new Map(),
    add(op, name, inputs, attributes = {}) {
      if (nodes.has(name)) throw new Error(`Two graph nodes are named ${name}`)
      const node = make(proto.NodeDef, { name, op, inputList: [...inputs] })
      for (const [key, value] of Object.entries(attributes)) node.getAttrMap().set(key, value)
      nodes.set(name, node)
      return name
    },
    has: (name) => nodes.has(name),
    bytes() {
      const meta = make(proto.MetaGraphDef, {
        metaInfoDef: make(proto.MetaGraphDef.MetaInfoDef, { tagsList: ['serve'], tensorflowVersion: '2.21.0' }),
        graphDef: make(proto.GraphDef, {
          nodeList: [...nodes.values()],
          versions: make(proto.VersionDef, { producer: 1882, minConsumer: 12 }),
        }),
      })
      return make(proto.SavedModel, { savedModelSchemaVersion: 1, metaGraphsList: [meta] }).serializeBinary()
    },
  }
}

const rawBytes = (array: ArrayBufferView) => new Uint8Array(array.buffer, array.byteOffset, array.byteLength)

/** A feed: float32 unless said. */
export function placeholder(
  graph: Graph,
  name: string,
  shape: readonly (number | null)[],
  dtype: number = DataType.float32,
): string {
  return graph.add('Placeholder', name, [], { dtype: attribute.type(dtype), shape: attribute.shape(shape) })
}

/** A constant in float32 or, rounded, in bfloat16. */
export function constant(
  graph: Graph,
  name: string,
  values: Float32Array,
  shape: readonly number[],
  dtype: number = DataType.float32,
): string {
  const content = rawBytes(dtype === DataType.bfloat16 ? toBfloat16(values) : values)
  return graph.add('Const', name, [], { dtype: attribute.type(dtype), value: attribute.tensor(dtype, shape, content) })
}

/**
 * A float32 constant that a session feeds to every run. TensorFlow copies a graph and its constants many times before it runs, which
 * for VGG16's takes as long as ten photographs; what is fed is not copied once. But then TensorFlow does not know that it is constant.
 */
export function held(graph: Graph, name: string, values: Float32Array, shape: readonly number[]): string {
  graph.held.set(name, { values, shape })
  return placeholder(graph, name, shape)
}

/** An int32 constant: a vector, or a scalar when a number is given. */
export function integers(graph: Graph, name: string, values: number | readonly number[]): string {
  const list = typeof values === 'number' ? [values] : values
  const shape = typeof values === 'number' ? [] : [list.length]
  const value = attribute.tensor(DataType.int32, shape, rawBytes(Int32Array.from(list)))
  return graph.add('Const', name, [], { dtype: attribute.type(DataType.int32), value })
}

export function cast(graph: Graph, name: string, input: string, from: number, to: number): string {
  if (from === to) return input
  const attributes = { SrcT: attribute.type(from), DstT: attribute.type(to), Truncate: attribute.bool(false) }
  return graph.add('Cast', name, [input], attributes)
}
