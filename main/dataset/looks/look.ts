import { greySide, hashOf, lowFrequencies, mirrored } from './dct.ts'

/** Pixels on a side of the small picture that a look is made from. */
export const lookSide = 64
/** Hashes of a look: the whole, its mirror image, and a window for each crop that is looked for. */
export const hashesOfLook = 12
/** Colours are averaged over 4×4 fields. */
const fields = 4
const colours = fields * fields * 3

/**
 * What a photograph looks like, in a few bytes: enough to find its copies, also smaller, recompressed, mirrored or cropped
 * ones, among 25,000 others in seconds, and to see that it is blank or dark.
 */
export interface Look {
  /** 12 perceptual hashes of 64 bits, two words each: whole, mirrored, windows. */
  hashes: Uint32Array
  /** Mean red, green and blue of 4×4 fields, row by row. */
  colours: Uint8Array
  /** Of the brightness, 0..255: mean, standard deviation, and the value that 95 in 100 pixels do not exceed. */
  mean: number
  spread: number
  bright: number
}

/** Windows that copies are cropped to: share of the width and height that is left, and where it lies, 0 to 1 each way. */
const windows: readonly (readonly [share: number, x: number, y: number])[] = [
  [0.95, 0, 0],
  [0.95, 1, 0],
  [0.95, 0, 1],
  [0.95, 1, 1],
  [0.92, 0.5, 0.5],
  [0.96, 0.5, 0.5],
  [0.95, 0.5, 0],
  [0.95, 0.5, 1],
  [0.95, 0, 0.5],
  [0.95, 1, 0.5],
]

/** `pixels`: RGB of the whole picture, stretched to 64×64. */
export function lookOf(pixels: Uint8Array): Look {
  const grey = greyOf(pixels)
  const whole = lowFrequencies(windowOf(grey, 1, 0, 0))
  const found = [hashOf(whole), hashOf(mirrored(whole))]
  for (const [share, x, y] of windows) found.push(hashOf(lowFrequencies(windowOf(grey, share, x, y))))
  const sorted = Float64Array.from(grey).sort()
  const mean = grey.reduce((sum, value) => sum + value, 0) / grey.length
  const variance = grey.reduce((sum, value) => sum + (value - mean) ** 2, 0) / grey.length
  return {
    hashes: Uint32Array.from(found.flat()),
    colours: coloursOf(pixels),
    mean: Math.round(mean),
    spread: Math.min(255, Math.round(Math.sqrt(variance))),
    bright: Math.round(sorted[Math.floor(0.95 * (sorted.length - 1))]!),
  }
}

/** Rec. 601 luma. */
function greyOf(pixels: Uint8Array): Float64Array {
  return Float64Array.from({ length: lookSide * lookSide }, (_, at) => {
    return 0.299 * pixels[3 * at]! + 0.587 * pixels[3 * at + 1]! + 0.114 * pixels[3 * at + 2]!
  })
}

/** A window of the grey picture at 32×32: the mean of four bilinear samples for each pixel. */
function windowOf(grey: Float64Array, share: number, x0: number, y0: number): Float64Array {
  const across = samplesOf(share, x0)
  const down = samplesOf(share, y0)
  const window = new Float64Array(greySide * greySide)
  const samples = 2 * greySide
  for (let v = 0; v < samples; v++) {
    const { at: y, weight: b } = down[v]!
    for (let u = 0; u < samples; u++) {
      const { at: x, weight: a } = across[u]!
      const corner = y * lookSide + x
      const above = grey[corner]! * (1 - a) + grey[corner + 1]! * a
      const below = grey[corner + lookSide]! * (1 - a) + grey[corner + lookSide + 1]! * a
      window[(v >> 1) * greySide + (u >> 1)]! += (above * (1 - b) + below * b) / 4
    }
  }
  return window
}

/** Where the samples along one side lie, and how much the next pixel counts in them. */
function samplesOf(share: number, start: number): { at: number; weight: number }[] {
  const key = `${share} ${start}`
  const before = knownSamples.get(key)
  if (before) return before
  const samples = Array.from({ length: 2 * greySide }, (_, index) => {
    const place = (1 - share) * start * lookSide + ((index + 0.5) / (2 * greySide)) * share * lookSide - 0.5
    const at = Math.max(0, Math.min(lookSide - 2, Math.floor(place)))
    return { at, weight: Math.max(0, Math.min(1, place - at)) }
  })
  knownSamples.set(key, samples)
  return samples
}
const knownSamples = new Map<string, { at: number; weight: number }[]>()

function coloursOf(pixels: Uint8Array): Uint8Array {
  const sums = new Float64Array(colours)
  const field = lookSide / fields
  for (let y = 0; y < lookSide; y++) {
    for (let x = 0; x < lookSide; x++) {
      const to = (Math.floor(y / field) * fields + Math.floor(x / field)) * 3
      const from = (y * lookSide + x) * 3
      for (let channel = 0; channel < 3; channel++) sums[to + channel]! += pixels[from + channel]!
    }
  }
  return Uint8Array.from(sums, (sum) => Math.round(sum / (field * field)))
}

/** Bytes of a look as it is kept. */
export const lookBytes = hashesOfLook * 8 + colours + 3

export function packLook(look: Look, into: Buffer, at: number): void {
  look.hashes.forEach((word, index) => into.writeUInt32LE(word, at + 4 * index))
  into.set(look.colours, at + hashesOfLook * 8)
  into.set([look.mean, look.spread, look.bright], at + hashesOfLook * 8 + colours)
}

export function unpackLook(from: Buffer, at: number): Look {
  const numbers = at + hashesOfLook * 8
  const [mean, spread, bright] = [0, 1, 2].map((index) => from[numbers + colours + index]!) as [number, number, number]
  return {
    hashes: Uint32Array.from({ length: 2 * hashesOfLook }, (_, index) => from.readUInt32LE(at + 4 * index)),
    colours: Uint8Array.from(from.subarray(numbers, numbers + colours)),
    mean,
    spread,
    bright,
  }
}

/** Mean difference of the colours of two looks, 0..255, the second mirrored if that is nearer. */
export function colourDistance(a: Look, b: Look): number {
  let [straight, mirror] = [0, 0]
  for (let y = 0; y < fields; y++) {
    for (let x = 0; x < fields; x++) {
      for (let channel = 0; channel < 3; channel++) {
        const value = a.colours[(y * fields + x) * 3 + channel]!
        straight += Math.abs(value - b.colours[(y * fields + x) * 3 + channel]!)
        mirror += Math.abs(value - b.colours[(y * fields + fields - 1 - x) * 3 + channel]!)
      }
    }
  }
  return Math.min(straight, mirror) / colours
}
