/** Pixels on a side of the grey picture whose frequencies are taken, and frequencies that are kept. */
const greySide = 32
const frequencies = 8

/** From `side` pixels to the lowest frequencies of a window of them: frequencies × side, row by row. */
export type Basis = Float64Array

/**
 * Takes a window of `side` pixels, `share` of them beginning at `start` (0 to 1) of what is left over, to 32 pixels (the mean
 * of two linear samples each) and those to their lowest 8 frequencies (an unscaled DCT-II): both are linear, so one matrix
 * does it.
 */
export function basisOf(side: number, share: number, start: number): Basis {
  const basis = new Float64Array(frequencies * side)
  const samples = 2 * greySide
  for (let sample = 0; sample < samples; sample++) {
    const place = (1 - share) * start * side + ((sample + 0.5) / samples) * share * side - 0.5
    const at = Math.max(0, Math.min(side - 2, Math.floor(place)))
    const next = Math.max(0, Math.min(1, place - at))
    const pixel = sample >> 1
    for (let frequency = 0; frequency < frequencies; frequency++) {
      const weight = Math.cos((Math.PI * frequency * (2 * pixel + 1)) / (2 * greySide)) / 2
      basis[frequency * side + at]! += weight * (1 - next)
      basis[frequency * side + at + 1]! += weight * next
    }
  }
  return basis
}

/** The lowest frequencies of every row of a side × side picture: side × 8. */
export function acrossRows(grey: Float64Array, side: number, basis: Basis): Float64Array {
  const found = new Float64Array(side * frequencies)
  for (let y = 0; y < side; y++) {
    for (let u = 0; u < frequencies; u++) {
      let sum = 0
      for (let x = 0; x < side; x++) sum += grey[y * side + x]! * basis[u * side + x]!
      found[y * frequencies + u] = sum
    }
  }
  return found
}

/** The lowest 8×8 frequencies, row by row, vertical first, from those of the rows. */
export function downColumns(rows: Float64Array, side: number, basis: Basis): Float64Array {
  const found = new Float64Array(frequencies * frequencies)
  for (let v = 0; v < frequencies; v++) {
    for (let y = 0; y < side; y++) {
      const weight = basis[v * side + y]!
      for (let u = 0; u < frequencies; u++) found[v * frequencies + u]! += weight * rows[y * frequencies + u]!
    }
  }
  return found
}

/** The frequencies of the picture's mirror image: those that are odd from left to right change their sign. */
export function mirrored(found: Float64Array): Float64Array {
  return found.map((value, at) => (at % 2 === 1 ? -value : value))
}

/**
 * Which frequencies are above their median, without the mean: 63 bits in two words. The perceptual hash of Zauner,
 * "Implementation and benchmarking of perceptual image hash functions" (2010), section 3.2.1.
 */
export function hashOf(found: Float64Array): [number, number] {
  const values = found.subarray(1)
  const median = Float64Array.from(values).sort()[values.length >> 1]!
  const words: [number, number] = [0, 0]
  values.forEach((value, at) => {
    if (value > median) words[at >> 5] = (words[at >> 5]! | (1 << (at & 31))) >>> 0
  })
  return words
}
