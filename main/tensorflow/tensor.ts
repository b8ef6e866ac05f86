import { tensorflow, type TensorInfo } from './binding.ts'

/** A tensor that TensorFlow holds. Whoever made it frees it. */
export type Tensor = TensorInfo

/** TensorFlow's DataType numbers (types.proto). */
export const DataType = { float32: 1, int32: 3, uint8: 4, bfloat16: 14, resource: 20 } as const

export type Values = Float32Array | Int32Array | Uint8Array

/** A tensor of a copy of `values`, in row-major order. The caller frees the tensor. */
export function tensorOf(values: Values, shape: readonly number[]): Tensor {
  const dtype =
    values instanceof Float32Array ? DataType.float32 : values instanceof Int32Array ? DataType.int32 : DataType.uint8
  return { id: tensorflow().createTensor(shape, dtype, values), shape, dtype }
}

/** A float32 scalar. The caller frees it. */
export const scalarOf = (value: number): Tensor => tensorOf(Float32Array.of(value), [])

/** A copy of a float32 tensor's values, row-major. */
export function valuesOf(tensor: Tensor): Float32Array {
  const values = tensorflow().tensorDataSync(tensor.id)
  if (!(values instanceof Float32Array)) throw new TypeError(`Expected a float32 tensor. Received: ${tensor.dtype}`)
  return values
}

export function free(...tensors: Tensor[]): void {
  for (const { id } of tensors) tensorflow().deleteTensor(id)
}

/** Tensors alive in the binding, whoever made them. */
export const liveTensors = (): number => tensorflow().getNumOfTensors()

/** Sessions that are open. */
export const liveSessions = (): number => tensorflow().getNumOfSavedModels()
