import sharp from 'sharp'
import { maxPixels, sniffFormat } from '../image-format.ts'
import { decodeHeic } from './decode-heic.ts'
import { tiffOf } from './tiff.ts'

/**
 * A picture's bytes as sharp can decode them: those of a HEIC, whose compression (HEVC) the library beneath sharp comes
 * without, as a TIFF of its primary picture with its colour profile; all others as they are. What the file's own properties say
 * of turning is done then, and the EXIF orientation, which the format (ISO 23008-12) has only for show, is gone. Throws a
 * plain error for a HEIC that claims more than `maxPixels`, before there is memory for one of them, or is damaged.
 */
export async function decodable(bytes: Uint8Array): Promise<Uint8Array> {
  const sniffed = sniffFormat(bytes)
  if (!sniffed || !('format' in sniffed) || sniffed.format !== 'heic') return bytes
  const { width, height, icc } = await sharp(bytes, { limitInputPixels: false }).metadata()
  if (width * height > maxPixels) throw new Error(`${width}×${height} pixels; the limit is ${maxPixels}`)
  return tiffOf(await decodeHeic(bytes, maxPixels), icc)
}
