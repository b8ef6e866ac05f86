import { constants } from 'node:fs'
import { open, type FileHandle } from 'node:fs/promises'
import sharp from 'sharp'
import type { QuarantineReason } from '../../contract/index.ts'
import { hashBytes, systemCode } from '../files/index.ts'
import { bareJpeg, isCutShort } from './cut-short.ts'
import { decodable } from './heic/index.ts'
import { lookOf, lookSide, seenOf, takenOf, type Seen } from './looks/index.ts'
import { plainJpeg } from './jpeg-header.ts'
import { maxPixels, sniffFormat, type ImageFormat } from './image-format.ts'

/** A file of more bytes is set aside unread. */
const maxBytes = 512 * 2 ** 20
/** Of a file this much is read before it is known to be a picture: most are read at once. */
const atOnce = 64 * 1024

export interface GoodPicture {
  sha256: string
  /** What it looks like and where it comes from; left out where an earlier import has said so. */
  seen?: Seen
  /** As displayed, after EXIF orientation. */
  width: number
  height: number
}
export interface Refusal {
  reason: QuarantineReason
  detail: string
}
export type Inspection = (GoodPicture | Refusal) & { bytes: number; modified: number }

/**
 * Reads a file once and says whether it is a picture that can be decoded to its end. Never throws for what it finds.
 *
 * A picture passes when Pillow, and so Keras, would load it, with two differences on the strict side: pixels that a
 * JPEG or GIF decoder had to make up are not accepted (Pillow shows them grey), and neither are floating-point samples
 * (they have no fixed range).
 */
export async function inspectFile(path: string): Promise<Inspection> {
  let file: FileHandle
  try {
    // Without O_NONBLOCK, opening a named pipe would wait for a writer.
    file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
  } catch (error) {
    return { ...unreadable(error), bytes: 0, modified: 0 }
  }
  try {
    const { size: bytes, mtimeMs: modified, ...found } = await file.stat()
    if ((found.mode & constants.S_IFMT) !== constants.S_IFREG) {
      return { reason: 'unreadable', detail: 'Not a regular file.', bytes: 0, modified }
    }
    const start = await readFrom(file, 0, Math.min(bytes, atOnce))
    const format = refuseByHead(start, bytes)
    if (typeof format !== 'string') return { ...format, bytes, modified }
    const isAll = start.length === bytes || start.length < atOnce
    const content = isAll ? start : Buffer.concat([start, await readFrom(file, start.length, bytes - start.length)])
    return { ...(await inspectBytes(format, content)), bytes, modified }
  } catch (error) {
    return { ...unreadable(error), bytes: 0, modified: 0 }
  } finally {
    await file.close()
  }
}

/** Fewer bytes only where the file has become shorter. */
async function readFrom(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(length), 0, length, position)
  return buffer.subarray(0, bytesRead)
}

function unreadable(error: unknown): Refusal {
  const code = systemCode(error)
  const words: Record<string, string> = {
    ENOENT: 'It is not there: a link that leads nowhere, a name that is not valid UTF-8, or deleted meanwhile.',
    EACCES: 'You have no permission to read it.',
    EPERM: 'You have no permission to read it.',
    ELOOP: 'A link that leads back to itself.',
  }
  return { reason: 'unreadable', detail: words[code ?? ''] ?? (code || String(error)) }
}

function refuseByHead(head: Buffer, bytes: number): Refusal | ImageFormat {
  if (bytes === 0) return { reason: 'empty-file', detail: 'It has no bytes.' }
  const sniffed = sniffFormat(head)
  if (!sniffed) return { reason: 'not-an-image', detail: 'Its content is not that of a picture.' }
  if ('unsupported' in sniffed) return { reason: 'unsupported-format', detail: `${sniffed.unsupported} is not read.` }
  if (bytes > maxBytes) return { reason: 'too-large', detail: `${bytes} bytes; the limit is ${maxBytes}.` }
  return sniffed.format
}

const everySize = { limitInputPixels: false } as const

/** The same for a file's content in memory. */
export async function inspectContent(content: Buffer): Promise<GoodPicture | Refusal> {
  const format = refuseByHead(content, content.length)
  return typeof format === 'string' ? inspectBytes(format, content) : format
}

async function inspectBytes(format: ImageFormat, content: Buffer): Promise<GoodPicture | Refusal> {
  try {
    const found = format === 'jpeg' ? plainJpeg(content) : null
    const { width, height, depth, autoOrient, exif } = found ?? (await sharp(content, everySize).metadata())
    if (width * height > maxPixels) {
      return { reason: 'too-large', detail: `It claims ${width}×${height} pixels; the limit is ${maxPixels}.` }
    }
    if (depth !== 'uchar' && depth !== 'ushort') {
      return { reason: 'unsupported-format', detail: `Its samples are ${depth}; 8 and 16 bits are read.` }
    }
    // A decoder of HEVC makes up what is missing at the end.
    if (format === 'heic' && isCutShort(format, content)) throw new Error('cut short')
    const seen = seenOf(lookOf(await decodeToTheEnd(format, await decodable(content))), format, takenOf(exif))
    return { sha256: hashBytes(content), width: autoOrient.width, height: autoOrient.height, seen }
  } catch {
    // What libvips says is no help: its list of errors is shared by all pictures that are being decoded.
    if (isCutShort(format, content)) return { reason: 'truncated', detail: 'It ends before its picture does.' }
    const remedy = format === 'heic' ? ' If another program shows it, save it from there as JPEG.' : ''
    return { reason: 'damaged', detail: `Its ${format.toUpperCase()} data cannot be decoded to the end.${remedy}` }
  }
}

/** Throws where a decoder warns of its pixels. Other warnings, which only a JPEG's extras give, are no reason to refuse it. */
async function decodeToTheEnd(format: ImageFormat, content: Uint8Array): Promise<Uint8Array> {
  try {
    return await decodeSmall(content, 'warning')
  } catch (error) {
    const bare = format === 'jpeg' ? bareJpeg(Buffer.from(content)) : null
    if (!bare) throw error
    const pixels = await decodeSmall(content, 'error')
    await decodeSmall(bare, 'warning')
    return pixels
  }
}

/** To a small upright RGB picture, since a large JPEG is then decoded at an eighth, which still reads all its data. */
async function decodeSmall(content: Uint8Array, failOn: 'warning' | 'error'): Promise<Uint8Array> {
  const image = sharp(content, { failOn, autoOrient: true, limitInputPixels: maxPixels })
    .resize(lookSide, lookSide, { fit: 'fill', kernel: 'linear' })
    .flatten({ background: '#fff' })
    .toColourspace('srgb')
  const { data, info } = await image.raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true })
  if (info.channels !== 3) throw new Error(`decoded to ${info.channels} channels instead of 3`)
  return data
}
