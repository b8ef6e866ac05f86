import type { Work } from '../../../contract/index.ts'
import { colourDistance, hashesOfLook, type Look } from './look.ts'

/** Two photographs that look alike, by their indices. */
export interface NearPair {
  first: number
  second: number
  /** Bits in which the nearest of their hashes differ, of 63. */
  distance: number
}

/** Copies differ by no more, in bits of 63: measured in test/RESULTS.md. */
export const nearBits = 10
/** And in their mean colours by no more, of 255. */
export const nearColours = 24
/** Only pairs whose whole pictures differ by no more bits have their windows compared. A crop of 5 % stays below. */
const wholeBits = 24
/** A picture with less contrast looks like every other such picture. */
export const blankSpread = 4
const slice = 256
/** Of a row: two for each hash. */
const words = 2 * hashesOfLook

/**
 * All pairs of photographs of which one looks like a copy of the other: the same, smaller, recompressed, mirrored or
 * cropped by a twentieth. Of each pair the whole pictures are compared, straight and mirrored, and each one's windows
 * with the other whole. Blank pictures have no pairs. Every pair is looked at: 25,000 take seconds, and the event loop gets
 * its turns. Reports the step `compare`.
 */
export async function nearPairs(
  looks: readonly Look[],
  work: Work,
  { bits = nearBits, colours = nearColours }: { bits?: number; colours?: number } = {},
): Promise<NearPair[]> {
  const usable = looks.map((look, index) => (look.spread >= blankSpread ? index : -1)).filter((index) => index >= 0)
  // Signed words, and one after the other: unsigned ones would be floating-point numbers to the compiler.
  const hashes = new Int32Array(usable.length * words)
  usable.forEach((index, row) => hashes.set(looks[index]!.hashes, row * words))
  const wholes = wholesOf(hashes)
  const pairs: NearPair[] = []
  for (let i = 0; i < usable.length; i++) {
    if (i % slice === 0) {
      work.signal.throwIfAborted()
      work.progress('compare', i, usable.length, 'photographs')
      await new Promise<void>((resolve) => setImmediate(resolve))
    }
    for (const j of similar(hashes, wholes, i)) {
      const distance = nearest(hashes, i * words, j * words)
      if (distance > bits) continue
      const [first, second] = [usable[i]!, usable[j]!]
      if (colourDistance(looks[first]!, looks[second]!) <= colours) pairs.push({ first, second, distance })
    }
  }
  return pairs
}

/** The two words of every row's whole picture, together: they are gone through once for each row. */
interface Wholes {
  low: Int32Array
  high: Int32Array
}

function wholesOf(hashes: Int32Array): Wholes {
  const count = hashes.length / words
  const low = Int32Array.from({ length: count }, (_, row) => hashes[row * words]!)
  return { low, high: Int32Array.from({ length: count }, (_, row) => hashes[row * words + 1]!) }
}

/** The later rows whose whole pictures are not far from that of row `i`, straight or mirrored. */
function similar(hashes: Int32Array, { low, high }: Wholes, i: number): number[] {
  const found: number[] = []
  const straightLow = hashes[i * words]!
  const straightHigh = hashes[i * words + 1]!
  const mirrorLow = hashes[i * words + 2]!
  const mirrorHigh = hashes[i * words + 3]!
  for (let j = i + 1; j < low.length; j++) {
    const otherLow = low[j]!
    const otherHigh = high[j]!
    const straight = ones(straightLow ^ otherLow) + ones(straightHigh ^ otherHigh)
    const mirror = ones(mirrorLow ^ otherLow) + ones(mirrorHigh ^ otherHigh)
    if (straight <= wholeBits || mirror <= wholeBits) found.push(j)
  }
  return found
}

function nearest(hashes: Int32Array, a: number, b: number): number {
  let least = Math.min(bitsApart(hashes, a, b), bitsApart(hashes, a + 2, b))
  for (let window = 4; window < words && least > 0; window += 2) {
    least = Math.min(
      least,
      bitsApart(hashes, a + window, b),
      bitsApart(hashes, a + window, b + 2),
      bitsApart(hashes, b + window, a),
      bitsApart(hashes, b + window, a + 2),
    )
  }
  return least
}

function bitsApart(hashes: Int32Array, a: number, b: number): number {
  return ones(hashes[a]! ^ hashes[b]!) + ones(hashes[a + 1]! ^ hashes[b + 1]!)
}

/** How many bits of a 32-bit word are set. */
function ones(word: number): number {
  let bits = (word - ((word >>> 1) & 0x55555555)) | 0
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333)
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}
