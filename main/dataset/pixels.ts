import { readFile } from 'node:fs/promises'
import sharp from 'sharp'
import { fail, type Fit, type PixelRule } from '../../contract/index.ts'
import { hashBytes, systemCode } from '../files/index.ts'
import { decodable } from './heic/index.ts'
import { maxPixels, sniffFormat } from './image-format.ts'
import { inspectContent } from './inspect.ts'

/**
 * The rule by which a photograph becomes pixels, version 1. This file is the only place that decides any of it, and
 * `PixelRule`, which is part of the cache key and of the model file, names the decisions: raise its version whenever a
 * pixel would change.
 *
 * 1. The first frame or page is taken.
 * 2. JPEG: as libjpeg decodes with its accurate integer transform, bit-identical to Pillow's. A photograph at least
 *    twice as large as needed is decoded at the half, quarter or eighth that is still large enough, by libjpeg's scaled
 *    transform, which averages. That halves the time at 640×480 and more above; on photographs of that size the result
 *    differs from Pillow's antialiased bilinear by 0.4 of 255 on average, by 0.2 without it.
 * 3. Colour: to sRGB by the embedded profile where there is one (perceptual intent), CMYK without one by libvips's
 *    general CMYK profile, grey to three equal channels, 16 bits to the high 8, transparency onto white.
 * 4. EXIF orientation is applied; of AVIF and HEIC, whose own properties say how to turn them, those instead.
 * 5. To size × size: `stretch` ignores the aspect ratio (Keras's default), `crop` fills the square and keeps the middle
 *    (Keras's `keep_aspect_ratio`, `crop_to_aspect_ratio`), `pad` keeps the whole picture and fills with black (Keras's
 *    `pad_to_aspect_ratio`). Kernel `linear`: libvips's antialiased triangle filter, above four times the size after
 *    a box shrink by a whole number, so that every pixel of the photograph counts.
 *
 * A PNG that already is size × size, 8 bits, opaque and without a profile keeps its pixels exactly.
 */
export const currentPixelRule = { kernel: 'linear', version: 1 } as const

/** Decoding is one of several busy threads: libvips gets one a picture, and keeps no picture after it is done. */
sharp.concurrency(1)
sharp.cache(false)

const sharpFit = { stretch: 'fill', crop: 'cover', pad: 'contain' } as const satisfies Record<Fit, string>

/**
 * A photograph's pixels by `rule`: uint8 RGB, (size, size, 3), 0..255. With `sha256`, the file must still have that
 * content. Throws `photograph-missing`, `photograph-changed` or `photograph-unreadable`, naming the file.
 */
export async function decodePhotograph(file: string, rule: PixelRule, sha256?: string): Promise<Uint8Array> {
  const bytes = await readPhotograph(file)
  if (sha256 !== undefined && hashBytes(bytes) !== sha256) {
    throw fail('photograph-changed', `${file} has changed since it was imported.`, {
      expected: `sha256 ${sha256}`,
      file,
      remedy: 'Import the folder again: photographs that did not change stay where they are.',
    })
  }
  try {
    return await decodeBytes(bytes, rule)
  } catch {
    // Not libvips's own words: its list of errors is shared by all pictures that are being decoded.
    const inspection = await inspectContent(bytes)
    throw fail('photograph-unreadable', `${file} cannot be decoded.`, {
      found: 'reason' in inspection ? inspection.reason : undefined,
      file,
      remedy: 'Import the folder again: a photograph that cannot be read is then set aside.',
    })
  }
}

async function readPhotograph(file: string): Promise<Buffer> {
  try {
    return await readFile(file)
  } catch (error) {
    const code = systemCode(error)
    if (code === 'ENOENT') {
      throw fail('photograph-missing', `${file} is not there any more.`, {
        file,
        remedy: 'Put it back, or import the folder again.',
      })
    }
    throw fail('photograph-unreadable', `${file} cannot be read.`, {
      found: code ?? String(error),
      file,
      remedy: 'Check its permissions and its disk.',
    })
  }
}

/** The same for a picture in memory: a JPEG, PNG, WebP, GIF, TIFF, AVIF or HEIC file's bytes. Throws a plain error saying why not. */
export async function decodeBytes(bytes: Uint8Array, rule: PixelRule): Promise<Uint8Array> {
  const { size, fit, kernel } = rule
  const sniffed = sniffFormat(bytes)
  if (!sniffed || 'unsupported' in sniffed) throw new Error('not a JPEG, PNG, WebP, GIF, TIFF, AVIF or HEIC picture')
  const options = { failOn: 'error', autoOrient: true, limitInputPixels: maxPixels } as const
  const mayBeDeep = sniffed.format === 'png' || sniffed.format === 'tiff'
  const { data, info } = await sharp(mayBeDeep ? await withoutDeepProfile(bytes) : await decodable(bytes), options)
    .resize(size, size, { fit: sharpFit[fit], kernel, fastShrinkOnLoad: sniffed.format === 'jpeg', background: '#000' })
    .flatten({ background: '#fff' })
    .toColourspace('srgb')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true })
  if (info.width !== size || info.height !== size || info.channels !== 3) {
    throw new Error(`decoded to ${info.width}×${info.height}×${info.channels} instead of ${size}×${size}×3`)
  }
  return data
}

/**
 * sharp converts a 16-bit picture that has a profile to Display P3 and then takes those values for sRGB. Made 8-bit
 * before its profile is looked at, it goes the way of every other picture.
 */
async function withoutDeepProfile(bytes: Uint8Array): Promise<Uint8Array> {
  const { depth, hasProfile, space } = await sharp(bytes, { limitInputPixels: maxPixels }).metadata()
  if (depth !== 'ushort' || !hasProfile || space === 'cmyk') return bytes
  return sharp(bytes, { failOn: 'error', ignoreIcc: true, limitInputPixels: maxPixels })
    .keepMetadata()
    .toColourspace('srgb')
    .png()
    .toBuffer()
}
