import { BinaryReader } from 'google-protobuf'
import { fail } from '../../contract/index.ts'
import { countOf } from './npy-header.ts'

/** A float32 initializer, row-major in the file's own layout (convolution kernels OIHW). */
export interface OnnxTensor {
  readonly shape: readonly number[]
  readonly values: Float32Array
}

/** Field numbers of onnx.proto (IR version 3 and later). */
const model = { graph: 7 }
const graph = { initializer: 5 }
const tensor = { dims: 1, dataType: 2, floatData: 4, name: 8, rawData: 9, dataLocation: 14 }
const float32 = 1
const maxDimensions = 8

/**
 * The float32 initializers of an ONNX model, by name; those of other types are left out. Every length is checked against
 * the bytes that are there before memory is taken. Throws `damaged-model`; `file` is only named in the error.
 */
export function readOnnxInitializers(bytes: Uint8Array, file?: string): Map<string, OnnxTensor> {
  const found = new Map<string, OnnxTensor>()
  try {
    eachMessage(bytes, model.graph, (inside) =>
      eachMessage(inside, graph.initializer, (initializer) => {
        const named = readTensor(initializer)
        if (named) found.set(named.name, named)
      }),
    )
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error)
    throw fail('damaged-model', 'This is not a whole ONNX file.', { found: detail, file })
  }
  return found
}

/** Calls `use` with the bytes, not copied, of each message in field `number`. */
function eachMessage(bytes: Uint8Array, number: number, use: (inside: Uint8Array) => void): void {
  const reader = new BinaryReader(bytes)
  while (reader.nextField()) {
    if (reader.getFieldNumber() === number && reader.isDelimited()) use(reader.readBytes())
    else reader.skipField()
  }
}

function readTensor(bytes: Uint8Array): (OnnxTensor & { name: string }) | null {
  const shape: number[] = []
  let name = ''
  let type = 0
  let elsewhere = false
  let raw: Uint8Array = new Uint8Array()
  const reader = new BinaryReader(bytes)
  while (reader.nextField()) {
    const field = reader.getFieldNumber()
    if (field === tensor.dims) shape.push(...(reader.isDelimited() ? reader.readPackedInt64() : [reader.readInt64()]))
    else if (field === tensor.dataType) type = reader.readInt32()
    else if (field === tensor.name) name = reader.readString()
    else if (field === tensor.dataLocation) elsewhere = reader.readInt32() !== 0
    else if ((field === tensor.rawData || field === tensor.floatData) && reader.isDelimited()) raw = reader.readBytes()
    else reader.skipField()
    if (shape.length > maxDimensions) throw new Error(`${name} has more than ${maxDimensions} dimensions`)
  }
  if (type !== float32 || elsewhere) return null
  const count = countOf(shape)
  if (shape.some((size) => size < 0) || count * 4 !== raw.byteLength) {
    throw new Error(`${name} has ${raw.byteLength} bytes of values for the shape (${shape.join(', ')})`)
  }
  return { name, shape, values: new Float32Array(Uint8Array.from(raw).buffer) }
}
