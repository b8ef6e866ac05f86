import { weightSpecs, type Network, type Weight, type Weights } from '../network/index.ts'

/**
 * A stream of uniform numbers in [0, 1), multiples of 2^-24, the same on every machine for the same seed and name.
 * xoshiro128++ (Blackman and Vigna, 2019), its state filled by splitmix32 from the seed and FNV-1a of the name.
 */
export function uniformStream(seed: number, name: string): () => number {
  let state = (seed ^ fnv1a(name)) >>> 0
  const fill = () => {
    state = (state + 0x9e3779b9) >>> 0
    let z = state
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad)
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97)
    return (z ^ (z >>> 15)) >>> 0
  }
  let [a, b, c, d] = [fill(), fill(), fill(), fill()]
  return () => {
    const sum = (a + d) | 0
    const result = (((sum << 7) | (sum >>> 25)) + a) >>> 0
    const shifted = b << 9
    c ^= a
    d ^= b
    b ^= c
    a ^= d
    c ^= shifted
    d = (d << 11) | (d >>> 21)
    return (result >>> 8) / 0x1000000
  }
}

/**
 * Weights as Keras starts with them: kernels Glorot uniform (Glorot and Bengio, 2010), biases 0. Each weight depends on
 * the seed and its own name only, so a base and a head can be drawn apart or together.
 */
export function randomWeights(network: Network, seed: number): Weights {
  return new Map(
    weightSpecs(network).map(({ path, name, shape }) => [
      path,
      name === 'bias' ? { shape, values: new Float32Array(shape[0] ?? 0) } : glorotUniform(shape, seed, path),
    ]),
  )
}

/** Uniform in ±√(6 / (fan in + fan out)); for a kernel HWIO the fans count the window. */
function glorotUniform(shape: readonly number[], seed: number, name: string): Weight {
  const [inputs = 1, outputs = 1] = shape.slice(-2)
  const window = shape.slice(0, -2).reduce((product, size) => product * size, 1)
  const limit = Math.sqrt(6 / (window * (inputs + outputs)))
  const next = uniformStream(seed, name)
  const values = new Float32Array(window * inputs * outputs)
  for (let index = 0; index < values.length; index++) values[index] = (next() * 2 - 1) * limit
  return { shape, values }
}

/** Fowler, Noll and Vo's 32-bit hash of a name's UTF-16 units. */
function fnv1a(name: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < name.length; index++) hash = Math.imul(hash ^ name.charCodeAt(index), 0x01000193)
  return hash >>> 0
}
