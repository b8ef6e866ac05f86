import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { decodable } from '../dataset/index.ts'
import { hashBytes, writeAtomically } from '../files/index.ts'
import { createLimit } from './limit.ts'
import { picturesFolder } from './pictures.ts'
import type { Resource } from './resources.ts'

/** Pixels. Few sizes, so that one photograph does not fill the disk. */
const sides = [16, 32, 48, 64, 96, 128, 192, 256, 384, 512, 768, 1024, 2048]

/** Small upright pictures of photographs, made once for each content and size. */
export function createThumbnails(lanes = 2) {
  const limit = createLimit(lanes)
  const under = new Map<string, Promise<Resource>>()

  async function make(path: string, sha256: string, side: number): Promise<Resource> {
    const kept = join(picturesFolder(), 'thumbnails', sha256.slice(0, 2), `${sha256}-${side}.webp`)
    const result = (bytes: Uint8Array): Resource => ({ type: 'image/webp', bytes, etag: `${sha256}-${side}` })
    const before = await readFile(kept).catch(() => null)
    if (before) return result(before)
    return limit(async () => {
      const photograph = await readFile(path)
      const small = await sharp(await decodable(photograph), { autoOrient: true })
        .resize(side, side, { fit: 'inside', withoutEnlargement: true })
        .webp({ quality: 82 })
        .toBuffer()
      // One that changed since it was imported is shown, and not kept under a name that is not its own.
      if (hashBytes(photograph) !== sha256) return { type: 'image/webp', bytes: small }
      await writeAtomically(kept, small).catch(() => {})
      return result(small)
    })
  }

  return ({ path, sha256 }: { path: string; sha256: string }, atMost: number): Promise<Resource> => {
    const side = sides.findLast((step) => step <= atMost) ?? sides[0]!
    const key = `${path} ${sha256} ${side}`
    const going = under.get(key) ?? make(path, sha256, side).finally(() => under.delete(key))
    under.set(key, going)
    return going
  }
}
