export interface Facet {
  /** For an SVG polygon, from the slab's top left corner. */
  points: string
  /** Above 0.5 light, below it dark; the distance from it is the strength. */
  tone: number
}

/**
 * A slab's front cut into facets. The seed is the layer's index, so that ice looks cut, not noisy, and never flickers.
 * Sizes in pixels.
 */
export function facets(width: number, height: number, seed: number): Facet[] {
  const random = mulberry32(seed * 7919 + 11)
  const count = Math.max(2, Math.round(width / 34))
  const result: Facet[] = []
  let left = 0
  for (let i = 0; i < count; i++) {
    const last = i === count - 1
    const right = last ? width : (width * (i + 1)) / count + (random() - 0.5) * 16
    const middle = `${round((left + right) / 2 + (random() - 0.5) * 18)},${round(height * (0.25 + 0.5 * random()))}`
    const corners = [`${round(left)},0`, `${round(right)},0`, `${round(right)},${height}`, `${round(left)},${height}`]
    corners.forEach((corner, k) => {
      result.push({ points: `${corner} ${corners[(k + 1) % 4] ?? corner} ${middle}`, tone: random() })
    })
    left = right
  }
  return result
}

const round = (value: number): number => Math.round(value * 10) / 10

/** Mulberry32: small, seeded and the same everywhere. */
function mulberry32(seed: number): () => number {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}
