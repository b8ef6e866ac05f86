import { createHash } from 'node:crypto'
import { bytesOf } from '../files/index.ts'
import type { Weights } from '../network/index.ts'

/**
 * SHA-256 of weights as such, the same from whatever file they came: for each in order a line with its path and shape,
 * then its values as float32, little-endian.
 */
export function hashWeights(weights: Weights): string {
  const hash = createHash('sha256')
  for (const [path, { shape, values }] of weights) hash.update(`${path} ${shape.join('x')}\n`).update(bytesOf(values))
  return hash.digest('hex')
}
