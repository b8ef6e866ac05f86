import { lookSide } from './look.ts'

const channels = 3

/** Which samples of a line make each of 64 new ones, and how much of each: `taps` of them a new one. */
interface Taps {
  taps: number
  at: Int32Array
  weights: Float64Array
}

/**
 * Whether a picture is resized to 64×64 by `shrinkSmall` rather than by libvips, for which setting up what resizes takes
 * longer than decoding so few pixels. Only where libvips, too, would neither decode at a part of the size nor average
 * whole pixels first, so that both give the same.
 */
export function isSmall(width: number, height: number): boolean {
  const [short, long] = width < height ? [width, height] : [height, width]
  return short >= lookSide && short < 2 * lookSide && long < 4 * lookSide
}

/**
 * RGB of `width` × `height` stretched to 64×64 as libvips does it with the kernel `linear`, but for rounding: a triangle as wide as the
 * new pixel's share of the picture on both sides, cut at whole pixels, down first and then across.
 */
export function shrinkSmall(pixels: Uint8Array, width: number, height: number): Uint8Array {
  const down = tapsOf(height, together)
  const across = tapsOf(width, 1)
  const stride = width * channels
  const line = new Float64Array(stride)
  const small = new Uint8Array(lookSide * lookSide * channels)
  for (let y = 0; y < lookSide; y++) {
    line.fill(0.5)
    for (let tap = y * down.taps; tap < (y + 1) * down.taps; tap += together) {
      addRows(line, pixels, down.at.subarray(tap, tap + together), down.weights.subarray(tap, tap + together))
    }
    shrinkLine(line, across, small, y * lookSide * channels)
  }
  return small
}

const together = 4

/** Four rows at once, so that the line is gone through as seldom as can be. */
function addRows(line: Float64Array, pixels: Uint8Array, rows: Int32Array, weights: Float64Array): void {
  const stride = line.length
  const [a, b, c, d] = [rows[0]! * stride, rows[1]! * stride, rows[2]! * stride, rows[3]! * stride]
  const [p, q, r, s] = [weights[0]!, weights[1]!, weights[2]!, weights[3]!]
  for (let x = 0; x < stride; x++) {
    line[x]! += p * pixels[a + x]! + q * pixels[b + x]! + r * pixels[c + x]! + s * pixels[d + x]!
  }
}

/** `line` holds a half more, for rounding. */
function shrinkLine(line: Float64Array, across: Taps, into: Uint8Array, at: number): void {
  for (let x = 0; x < lookSide; x++) {
    let [red, green, blue] = [0, 0, 0]
    for (let tap = x * across.taps; tap < (x + 1) * across.taps; tap++) {
      const weight = across.weights[tap]!
      const from = across.at[tap]! * channels
      red += weight * line[from]!
      green += weight * line[from + 1]!
      blue += weight * line[from + 2]!
    }
    into[at + x * channels] = red
    into[at + x * channels + 1] = green
    into[at + x * channels + 2] = blue
  }
}

const known = new Map<string, Taps>()

/** Of a side of so many samples, in whole groups. */
function tapsOf(side: number, group: number): Taps {
  const key = `${side} ${group}`
  const before = known.get(key)
  if (before) return before
  const scale = side / lookSide
  const half = Math.max(1, roundedEven(scale))
  const lines = Array.from({ length: lookSide }, (_, line) => {
    const centre = (line + 0.5) * scale - 0.5
    const samples = Array.from({ length: 2 * half + 1 }, (_, tap) => Math.round(centre) - half + tap)
    const near = samples
      .map((sample) => ({ at: Math.min(side - 1, Math.max(0, sample)), weight: 1 - Math.abs(sample - centre) / scale }))
      .filter(({ weight }) => weight > 0)
    const sum = near.reduce((all, { weight }) => all + weight, 0)
    return near.map(({ at, weight }) => ({ at, weight: weight / sum }))
  })
  const taps = group * Math.ceil(Math.max(...lines.map(({ length }) => length)) / group)
  const made = { taps, at: new Int32Array(lookSide * taps), weights: new Float64Array(lookSide * taps) }
  lines.forEach((line, index) =>
    line.forEach(({ at, weight }, tap) => {
      made.at[index * taps + tap] = at
      made.weights[index * taps + tap] = weight
    }),
  )
  known.set(key, made)
  return made
}

/** As C's rint. */
function roundedEven(value: number): number {
  const below = Math.floor(value)
  if (value - below !== 0.5) return Math.round(value)
  return below % 2 === 0 ? below : below + 1
}
