import type { Work } from '../../../contract/index.ts'
import { colourDistance, coloursFolded, foldedColours, hashesOfLook, type Look } from './look.ts'

/** Two photographs that look alike, by their indices. */
export interface NearPair {
  first: number
  second: number
  /** Bits in which the nearest of their hashes differ, of 63. */
  distance: number
}

export interface NearOptions {
  bits?: number
  colours?: number
  /** Pairs of a picture after which those that connect nothing new are passed over. */
  enough?: number
  /** Whether two pictures that look alike are told. @default all */
  accept?: (first: number, second: number) => boolean
}

/** Copies differ by no more, in bits of 63: measured in test/RESULTS.md. */
export const nearBits = 10
/** And in their mean colours by no more, of 255. */
export const nearColours = 24
/** Only pairs whose whole pictures differ by no more bits have their windows compared. A crop of 5 % stays below. */
const wholeBits = 24
/** A picture with less contrast looks like every other such picture. */
export const blankSpread = 4
/**
 * Of a thousand pictures that all look alike there are half a million pairs, and a few of each say the same: those are told that
 * connect two groups, and of each picture these.
 */
const enoughPairs = 8
const slice = 256
/** Of a row: two for each hash. */
const words = 2 * hashesOfLook

/**
 * All pairs of photographs of which one looks like a copy of the other: the same, smaller, recompressed, mirrored or
 * cropped by a twentieth. Of each pair the whole pictures are compared, straight and mirrored, and each one's windows
 * with the other whole. Blank pictures have no pairs. Those whose mean colours alone are too far apart need no look at their
 * hashes. No pair is passed over but those of two pictures that have `enough` and are already connected through others. 25,000 take
 * seconds, and the event loop gets its turns. Reports the step `compare`.
 */
export async function nearPairs(
  looks: readonly Look[],
  work: Work,
  { bits = nearBits, colours = nearColours, enough = enoughPairs, accept = () => true }: NearOptions = {},
): Promise<NearPair[]> {
  const rows = rowsOf(looks)
  const pairs: NearPair[] = []
  const counts = new Uint32Array(looks.length)
  const groups = newGroups(looks.length)
  for (let i = 0; i < rows.count; i++) {
    if (i % slice === 0) {
      work.signal.throwIfAborted()
      work.progress('compare', i, rows.count, 'photographs')
      await new Promise<void>((resolve) => setImmediate(resolve))
    }
    const one = rows.indices[i]!
    for (const j of similar(rows, i, colours)) {
      const other = rows.indices[j]!
      if (counts[one]! >= enough && counts[other]! >= enough && groups.areJoined(one, other)) continue
      // The colours first: they tell most pairs apart, and there are 42 pairs of hashes.
      if (colourDistance(looks[one]!, looks[other]!) > colours) continue
      const distance = nearest(rows.hashes, i * words, j * words, bits)
      if (distance > bits) continue
      const [first, second] = one < other ? [one, other] : [other, one]
      if (!accept(first, second)) continue
      pairs.push({ first, second, distance })
      groups.join(one, other)
      counts[one]!++
      counts[other]!++
    }
  }
  return pairs.sort((a, b) => a.first - b.first || a.second - b.second)
}

/** Which of so many things are connected, by their indices. */
function newGroups(count: number) {
  const parents = Uint32Array.from({ length: count }, (_, i) => i)
  const rootOf = (one: number): number => {
    let root = one
    // Each is hung a step higher on the way.
    while (parents[root] !== root) root = parents[root] = parents[parents[root]!]!
    return root
  }
  return {
    areJoined: (a: number, b: number): boolean => rootOf(a) === rootOf(b),
    join: (a: number, b: number): void => void (parents[rootOf(a)] = rootOf(b)),
  }
}

/** What is gone through for every pair, in the order of the mean brightness. */
interface Rows {
  count: number
  /** Of the looks. */
  indices: readonly number[]
  /** Signed words: unsigned ones would be floating-point numbers to the compiler. */
  hashes: Int32Array
  /** The two words of every whole picture, one after the other. */
  low: Int32Array
  high: Int32Array
  /** Mean of all colours, and of red, green and blue. */
  mean: Float32Array
  channels: readonly [Float32Array, Float32Array, Float32Array]
  /** Colours of every row, each added to that of the field which mirroring exchanges it with. */
  folded: Int16Array
}

function rowsOf(looks: readonly Look[]): Rows {
  const meanOf = ({ colours }: Look, channel: number): number =>
    colours.reduce((sum, value, at) => (at % 3 === channel ? sum + value : sum), 0) / (colours.length / 3)
  const entries = looks
    .map((look, index) => ({ look, index, means: [0, 1, 2].map((channel) => meanOf(look, channel)) }))
    .filter(({ look }) => look.spread >= blankSpread)
    .map((entry) => ({ ...entry, mean: entry.means.reduce((sum, value) => sum + value, 0) / 3 }))
    .sort((a, b) => a.mean - b.mean)
  const hashes = new Int32Array(entries.length * words)
  entries.forEach(({ look }, row) => hashes.set(look.hashes, row * words))
  const channel = (which: number) => Float32Array.from(entries, ({ means }) => means[which]!)
  return {
    count: entries.length,
    indices: entries.map(({ index }) => index),
    hashes,
    low: Int32Array.from(entries, (_, row) => hashes[row * words]!),
    high: Int32Array.from(entries, (_, row) => hashes[row * words + 1]!),
    mean: Float32Array.from(entries, ({ mean }) => mean),
    channels: [channel(0), channel(1), channel(2)],
    folded: Int16Array.from(entries.flatMap(({ look }) => foldedColours(look))),
  }
}

/** Whether the folded colours leave it open that two rows' colours differ by no more than `most` in all, straight or mirrored. */
function mayBeNear(folded: Int16Array, a: number, b: number, most: number): boolean {
  let apart = 0
  for (let at = 0; at < coloursFolded; at++) apart += Math.abs(folded[a + at]! - folded[b + at]!)
  return apart <= most
}

/** Against the rounding of a mean to 32 bits. */
const slack = 0.01

/**
 * The later rows that may be near row `i`: the means of their colours, which differ by no more than the colours do, and
 * their whole pictures, straight or mirrored.
 */
function similar({ count, hashes, low, high, mean, channels, folded }: Rows, i: number, colours: number): number[] {
  const found: number[] = []
  const [red, green, blue] = channels
  const straightLow = hashes[i * words]!
  const straightHigh = hashes[i * words + 1]!
  const mirrorLow = hashes[i * words + 2]!
  const mirrorHigh = hashes[i * words + 3]!
  const brightest = mean[i]! + colours + slack
  const most = 3 * (colours + slack)
  for (let j = i + 1; j < count && mean[j]! <= brightest; j++) {
    const apart = Math.abs(red[i]! - red[j]!) + Math.abs(green[i]! - green[j]!) + Math.abs(blue[i]! - blue[j]!)
    if (apart > most) continue
    const otherLow = low[j]!
    const otherHigh = high[j]!
    const straight = ones(straightLow ^ otherLow) + ones(straightHigh ^ otherHigh)
    const mirror = ones(mirrorLow ^ otherLow) + ones(mirrorHigh ^ otherHigh)
    if (straight > wholeBits && mirror > wholeBits) continue
    if (mayBeNear(folded, i * coloursFolded, j * coloursFolded, 2 * coloursFolded * colours)) found.push(j)
  }
  return found
}

/** Bits in which the nearest hashes differ; above `most`, only that it is more. */
function nearest(hashes: Int32Array, a: number, b: number, most: number): number {
  let least = bitsApart(hashes, a, b, most + 1)
  least = bitsApart(hashes, a + 2, b, least)
  for (let window = 4; window < words && least > 0; window += 2) {
    least = bitsApart(hashes, a + window, b, least)
    least = bitsApart(hashes, a + window, b + 2, least)
    least = bitsApart(hashes, b + window, a, least)
    least = bitsApart(hashes, b + window, a + 2, least)
  }
  return least
}

/** Bits in which two hashes differ, or `least` if that is less. */
function bitsApart(hashes: Int32Array, a: number, b: number, least: number): number {
  const low = ones(hashes[a]! ^ hashes[b]!)
  return low >= least ? least : Math.min(least, low + ones(hashes[a + 1]! ^ hashes[b + 1]!))
}

/** How many bits of a 32-bit word are set. */
function ones(word: number): number {
  let bits = (word - ((word >>> 1) & 0x55555555)) | 0
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333)
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}
