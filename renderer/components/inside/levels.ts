import { paletteOf, type Palette } from '../../../contract/index.ts'

/** A channel's values as the book draws them: mean 128, deviation 64, cut to 0 … 255; 128 where all are the same. */
export function levelsOf(values: Float32Array): Uint8Array {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length)
  const scale = deviation > 0 && values.some((value) => value !== values[0]) ? 64 / deviation : 0
  return Uint8Array.from(values, (value) => Math.min(255, Math.max(0, (value - mean) * scale + 128)))
}

/** Levels in a palette's colours, opaque, as a canvas takes them. */
export function imageOf(levels: Uint8Array, width: number, height: number, palette: Palette): ImageData {
  const colours = paletteOf(palette)
  const image = new ImageData(width, height)
  levels.forEach((level, at) => {
    image.data.set(colours.subarray(3 * level, 3 * level + 3), 4 * at)
    image.data[4 * at + 3] = 255
  })
  return image
}

/** The places of the highest values, none beside another: index, strongest first. */
export function strongestPlaces(values: Float32Array, width: number, count = 3): number[] {
  const order = [...values.keys()].sort((a, b) => values[b]! - values[a]!)
  const apart = Math.max(1, Math.round(width / 8))
  const found: number[] = []
  for (const place of order) {
    if (found.length === count || !(values[place]! > 0)) break
    const far = found.every((other) => {
      const [dx, dy] = [(place % width) - (other % width), Math.floor(place / width) - Math.floor(other / width)]
      return Math.max(Math.abs(dx), Math.abs(dy)) > apart
    })
    if (far) found.push(place)
  }
  return found
}

/** What lies under the pointer, in words: row, column, value. Null where it lies nowhere. */
export function underWords(
  values: Float32Array | null,
  place: number | null,
  width: number,
  say: (key: string, named: Record<string, unknown>) => string,
  fixed: (value: number, digits: number) => string,
): string | null {
  const value = place === null ? undefined : values?.[place]
  if (place === null || value === undefined) return null
  return say('inside.under', { row: Math.floor(place / width), column: place % width, value: fixed(value, 3) })
}
