/** A layer's output without the batch axis; null where a size is not known. */
export type Shape = readonly (number | null)[]

/** Product of the sizes, or null when one of them is not known. */
export function sizeOf(shape: Shape): number | null {
  return shape.reduce<number | null>((product, size) => (product === null || size === null ? null : product * size), 1)
}

/** Length of a strided window's output along one axis, as Keras counts it. */
export function windowLength(length: number | null, window: number, stride: number, padding: string): number | null {
  if (length === null) return null
  return padding === 'same' ? Math.ceil(length / stride) : Math.max(0, Math.ceil((length - window + 1) / stride))
}
