import sharp, { type Sharp } from 'sharp'

/** A picture of soft shapes and texture, different for every seed, as photographs differ: for what compares looks. */
export async function scene(width: number, height: number, seed: number): Promise<Sharp> {
  const random = randomFrom(seed)
  const coarse = Uint8Array.from({ length: 7 * 5 * 3 }, () => Math.floor(random() * 256))
  const shapes = await sharp(coarse, { raw: { width: 7, height: 5, channels: 3 } })
    .resize(width, height, { fit: 'fill', kernel: 'cubic' })
    .raw()
    .toBuffer()
  for (let at = 0; at < shapes.length; at++) {
    shapes[at] = Math.max(0, Math.min(255, shapes[at]! + Math.floor(random() * 25) - 12))
  }
  return sharp(shapes, { raw: { width, height, channels: 3 } })
}

/** mulberry32 by Tommy Ettinger, public domain. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
