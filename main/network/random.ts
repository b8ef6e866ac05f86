import { sizeOf } from './shape.ts'

/** A generator's next value: uniform in [0, 1), 32 random bits. */
export type RandomStream = () => number

/** FNV-1a over UTF-16 code units: a word as 32 bits. */
function hashOf(word: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < word.length; i++) hash = Math.imul(hash ^ word.charCodeAt(i), 0x01000193)
  return hash >>> 0
}

/**
 * The random stream of a name, such as (seed, 'shuffle', epoch): the same for the same parts on every machine, so that
 * nothing need be kept of a generator's state to go on with a run. sfc32 (Doty-Humphrey, PractRand), seeded through
 * splitmix32.
 */
export function randomStream(...parts: readonly (number | string)[]): RandomStream {
  let state = 0x9e3779b9
  const mix = (): number => {
    state = (state + 0x9e3779b9) | 0
    let z = state
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad)
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97)
    return (z ^ (z >>> 15)) >>> 0
  }
  for (const part of parts) state = (mix() ^ (typeof part === 'string' ? hashOf(part) : part >>> 0)) | 0
  let [a, b, c, counter] = [mix(), mix(), mix(), 1]
  const next = () => {
    const sum = (a + b + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + sum
    return (sum >>> 0) / 4294967296
  }
  for (let i = 0; i < 12; i++) next()
  return next
}

/** 0 … count − 1 in random order (Fisher and Yates). */
export function shuffled(count: number, random: RandomStream): Uint32Array {
  const order = Uint32Array.from({ length: count }, (_, i) => i)
  for (let i = count - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1))
    const kept = order[i]!
    order[i] = order[j]!
    order[j] = kept
  }
  return order
}

/**
 * keras.initializers.GlorotUniform: uniform within ±√(6 / (fan in + fan out)) (Glorot and Bengio, 2010), for kernels
 * (…, in, out).
 */
export function glorotUniform(shape: readonly number[], random: RandomStream): Float32Array {
  const receptive = shape.slice(0, -2).reduce((a, b) => a * b, 1)
  const [fanIn, fanOut] = shape.slice(-2) as [number, number]
  const limit = Math.sqrt(6 / (receptive * (fanIn + fanOut)))
  return new Float32Array(sizeOf(shape)!).map(() => (random() * 2 - 1) * limit)
}
