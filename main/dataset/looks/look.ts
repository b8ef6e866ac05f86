import { acrossRows, basisOf, downColumns, hashOf, mirrored } from './dct.ts'

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
  const low = downColumns(acrossRows(grey, lookSide, whole), lookSide, whole)
  const found = [hashOf(low), hashOf(mirrored(low)), ...windowHashes(grey)]
  return { hashes: Uint32Array.from(found.flat()), colours: coloursOf(pixels), ...brightnessOf(grey) }
}

/** Mean, standard deviation and 95th percentile, in whole steps. */
function brightnessOf(grey: Float64Array): Pick<Look, 'mean' | 'spread' | 'bright'> {
  const counts = new Uint32Array(256)
  let sum = 0
  let squares = 0
  for (const value of grey) {
    sum += value
    squares += value * value
    // Rounded: it is no less than 0.
    counts[(value + 0.5) | 0]! += 1
  }
  const mean = sum / grey.length
  let bright = 0
  for (let below = counts[0]!; below <= 0.95 * (grey.length - 1); below += counts[bright]!) bright++
  const spread = Math.sqrt(Math.max(0, squares / grey.length - mean * mean))
  return { mean: Math.round(mean), spread: Math.round(spread), bright }
}

/** Rec. 601 luma. */
function greyOf(pixels: Uint8Array): Float64Array {
  const grey = new Float64Array(lookSide * lookSide)
  for (let at = 0; at < grey.length; at++) {
    grey[at] = 0.299 * pixels[3 * at]! + 0.587 * pixels[3 * at + 1]! + 0.114 * pixels[3 * at + 2]!
  }
  return grey
}

const whole = basisOf(lookSide, 1, 0)
/** Every way to go across, and the ways to go down that belong to it: 7 passes over the picture serve 10 windows. */
const passes = [...Map.groupBy(windows.entries(), ([, [share, x]]) => `${share} ${x}`).values()].map((members) => {
  const [, [share, x]] = members[0]!
  return {
    across: basisOf(lookSide, share, x),
    down: members.map(([index, [, , y]]) => ({ index, basis: basisOf(lookSide, share, y) })),
  }
})

/** The hashes of the windows, in their order. */
function windowHashes(grey: Float64Array): [number, number][] {
  const hashes: [number, number][] = []
  for (const { across, down } of passes) {
    const rows = acrossRows(grey, lookSide, across)
    for (const { index, basis } of down) hashes[index] = hashOf(downColumns(rows, lookSide, basis))
  }
  return hashes
}

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

export const coloursFolded = colours / 2

/**
 * Colours, each added to that of its mirror image's field: `coloursFolded` numbers, which mirroring leaves as they are. The
 * differences of two pictures' add up to no more than those of their colours, straight or mirrored.
 */
export function foldedColours({ colours: all }: Look): number[] {
  return Array.from({ length: coloursFolded }, (_, at) => {
    const [y, x, channel] = [Math.floor(at / 6), Math.floor(at / 3) % 2, at % 3]
    return all[(y * fields + x) * 3 + channel]! + all[(y * fields + fields - 1 - x) * 3 + channel]!
  })
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
