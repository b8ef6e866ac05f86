import sharp from 'sharp'
import type { AugmentedDraw, Fit } from '../../contract/index.ts'
import { augment, currentPixelRule, decodePhotograph, drawOf } from '../dataset/index.ts'
import { randomStream } from '../network/index.ts'
import type { createLimit } from './limit.ts'
import type { Resource } from './resources.ts'

/** Decoded photographs that are kept: a window looks at one, under many settings. */
const kept = 4

/** One photograph as the network gets it under a draw, drawn when asked for. */
export function createAugmented(limit: ReturnType<typeof createLimit>) {
  const decoded = new Map<string, Promise<Uint8Array>>()

  function pixelsOf({ path, sha256 }: { path: string; sha256: string }, size: number, fit: Fit): Promise<Uint8Array> {
    const key = `${path} ${sha256} ${size} ${fit}`
    const pixels = decoded.get(key) ?? limit(() => decodePhotograph(path, { ...currentPixelRule, size, fit }, sha256))
    decoded.delete(key)
    decoded.set(key, pixels)
    for (const oldest of [...decoded.keys()].slice(0, -kept)) decoded.delete(oldest)
    pixels.catch(() => decoded.delete(key))
    return pixels
  }

  return async (
    photograph: { path: string; sha256: string },
    { size, fit }: { size: number; fit: Fit },
    { settings, seed, draw }: AugmentedDraw,
  ): Promise<Resource> => {
    const original = await pixelsOf(photograph, size, fit)
    const pixels = augment(original, size, size, drawOf(settings, randomStream(seed, 'preview', draw)), settings)
    const bytes = await limit(() =>
      sharp(pixels, { raw: { width: size, height: size, channels: 3 } })
        .jpeg({ quality: 92, chromaSubsampling: '4:4:4' })
        .toBuffer(),
    )
    return { type: 'image/jpeg', bytes }
  }
}
