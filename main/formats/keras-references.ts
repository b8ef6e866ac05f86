import type { Json } from '../network/index.ts'
import { damaged } from './hdf5-values.ts'

/** What Keras 3 lets a tensor be of. */
const dtypes = new Set(
  [
    'float16 float32 float64 bfloat16 float8_e4m3fn float8_e5m2 uint8 uint16 uint32 uint64 int8 int16 int32 int64',
    'bool string complex64 complex128',
  ].flatMap((line) => line.split(' ')),
)

/**
 * The layers named by references to tensors: `[name, node, tensor, …]` in Keras 2, in Keras 3 `{ args, kwargs }` around
 * `{ class_name: '__keras_tensor__', config: { shape, dtype, keras_history: [name, node, tensor] } }`. `anyNode`: layers
 * whose node may be any; it is 0 elsewhere. Throws `damaged-model` for what Keras cannot follow either.
 */
export function tensorsIn(value: Json, anyNode: ReadonlySet<string>, path: string): string[] {
  if (Array.isArray(value)) {
    const [name, node, tensor] = value
    if (typeof name !== 'string') return value.flatMap((item) => tensorsIn(item, anyNode, path))
    if ((node !== 0 && !anyNode.has(name)) || tensor !== 0) {
      throw damaged(path, `${name} with several outputs or used more than once`)
    }
    return [name]
  }
  if (value === null || typeof value !== 'object') return []
  if (value.args !== undefined && isObject(value.kwargs)) return tensorsIn(value.args, anyNode, path)
  const { class_name: kind, config } = value
  const isTensor =
    kind === '__keras_tensor__' && isObject(config) && Array.isArray(config.shape) && isDtype(config.dtype)
  if (!isTensor || !Array.isArray(config.keras_history)) {
    throw damaged(path, JSON.stringify(value).slice(0, 200), "a reference to a layer's output as Keras writes it")
  }
  return tensorsIn(config.keras_history, anyNode, path)
}

const isObject = (value: Json | undefined): value is Record<string, Json> =>
  value !== null && typeof value === 'object' && !Array.isArray(value)

const isDtype = (value: Json | undefined): boolean => value === null || (typeof value === 'string' && dtypes.has(value))
