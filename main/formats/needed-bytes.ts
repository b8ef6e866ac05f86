import type { Weight, Weights } from '../network/index.ts'

/** Values that lie in the bytes of a file keep all of them in memory; copying is worth it where most are something else. */
const leastUsed = 0.75

/**
 * The same weights, those copied whose buffer holds mostly what is no weight: what an optimizer left in the file of a
 * compiled model is then not kept.
 */
export function withoutTheRest(weights: Weights): Weights {
  const used = new Map<ArrayBufferLike, number>()
  for (const { values } of weights.values()) {
    used.set(values.buffer, (used.get(values.buffer) ?? 0) + values.byteLength)
  }
  const isWorthIt = ({ buffer }: Float32Array): boolean => used.get(buffer)! < leastUsed * buffer.byteLength
  const copied = ({ shape, values }: Weight): Weight => ({
    shape,
    values: isWorthIt(values) ? values.slice() : values,
  })
  return new Map([...weights].map(([path, weight]) => [path, copied(weight)]))
}
