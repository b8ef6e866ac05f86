import { createRequire } from 'node:module'

/** A message of google-protobuf. Only what we call. */
export interface Message {
  serializeBinary(): Uint8Array
}
export interface ProtoMap {
  set(key: string, value: Message): void
}
export interface NodeDefMessage extends Message {
  getAttrMap(): ProtoMap
}
type MessageClass<M extends Message = Message> = new () => M

/** The classes that tfjs-node ships for reading SavedModels; they write as well. */
interface Proto {
  NodeDef: MessageClass<NodeDefMessage>
  AttrValue: MessageClass & { ListValue: MessageClass }
  Tensor: MessageClass
  TensorShape: MessageClass & { Dim: MessageClass }
  GraphDef: MessageClass
  VersionDef: MessageClass
  MetaGraphDef: MessageClass & { MetaInfoDef: MessageClass }
  SavedModel: MessageClass
}

export const proto = createRequire(import.meta.url)('@tensorflow/tfjs-node-gpu/dist/proto/api_pb.js') as Proto

/** A message with its fields set: `make(proto.NodeDef, { name: 'x' })` calls `setName('x')`. */
export function make<M extends Message>(Type: MessageClass<M>, fields: Record<string, unknown>): M {
  const message = new Type()
  const setters = message as unknown as Record<string, (value: unknown) => void>
  for (const [key, value] of Object.entries(fields)) setters[`set${key[0]!.toUpperCase()}${key.slice(1)}`]!(value)
  return message
}
