/** Pixels on a side of the grey picture whose frequencies are taken, and frequencies that are kept. */
export const greySide = 32
export const frequencies = 8

const cosines = Float64Array.from({ length: frequencies * greySide }, (_, at) => {
  const [frequency, pixel] = [Math.floor(at / greySide), at % greySide]
  return Math.cos((Math.PI * frequency * (2 * pixel + 1)) / (2 * greySide))
})

/** The lowest 8×8 frequencies (row by row, vertical first) of a 32×32 grey picture: an unscaled DCT-II. */
export function lowFrequencies(grey: Float64Array): Float64Array {
  const columns = new Float64Array(frequencies * greySide)
  for (let v = 0; v < frequencies; v++) {
    for (let y = 0; y < greySide; y++) {
      const weight = cosines[v * greySide + y]!
      for (let x = 0; x < greySide; x++) columns[v * greySide + x]! += grey[y * greySide + x]! * weight
    }
  }
  const found = new Float64Array(frequencies * frequencies)
  for (let v = 0; v < frequencies; v++) {
    for (let u = 0; u < frequencies; u++) {
      let sum = 0
      for (let x = 0; x < greySide; x++) sum += columns[v * greySide + x]! * cosines[u * greySide + x]!
      found[v * frequencies + u] = sum
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
