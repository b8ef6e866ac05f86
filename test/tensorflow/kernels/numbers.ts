/** Seeded uniform numbers in (0, 1): Lehmer's generator. */
export function uniform(seed: number): () => number {
  let state = seed
  return () => (state = (state * 48271) % 2147483647) / 2147483647
}

/** Seeded normal numbers (Box and Muller) as float32. */
export function normal(seed: number, count: number, deviation = 1): Float32Array {
  const next = uniform(seed)
  return Float32Array.from({ length: count }, () => {
    const radius = Math.sqrt(-2 * Math.log(next()))
    return deviation * radius * Math.cos(2 * Math.PI * next())
  })
}

/** ||a - b|| / ||b||; 0 for two that are both zero. */
export function relativeError(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Infinity
  let difference = 0
  let norm = 0
  for (let i = 0; i < b.length; i++) {
    difference += (a[i]! - b[i]!) ** 2
    norm += b[i]! ** 2
  }
  return difference === 0 ? 0 : Math.sqrt(difference / norm)
}
