import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { crc32, deflateSync } from 'node:zlib'
import sharp, { type Sharp } from 'sharp'
import { onTestFinished } from 'vitest'

/** A new empty folder that is removed after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'thaw-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Raw RGB of a picture with edges, ramps and texture; `seed` changes all of it. */
export function rgb(width: number, height: number, seed = 1): Uint8Array {
  const pixels = new Uint8Array(width * height * 3)
  let noise = Math.imul(seed, 2654435761) >>> 0 || 1
  for (let at = 0; at < pixels.length; at++) {
    noise ^= noise << 13
    noise ^= noise >>> 17
    noise ^= noise << 5
    const x = Math.floor(at / 3) % width
    const y = Math.floor(at / 3 / width)
    const ramp = (x * (1 + (seed % 3)) + y * (2 + (seed % 2)) + (at % 3) * 60 + seed * 37) % 200
    pixels[at] = ramp + (((x >> 4) + (y >> 4)) % 2) * 30 + ((noise >>> 8) % 16)
  }
  return pixels
}

/** The same as a sharp pipeline, to be written in any format. */
export function picture(width: number, height: number, seed = 1): Sharp {
  return sharp(rgb(width, height, seed), { raw: { width, height, channels: 3 } })
}

/** A JPEG like a camera's: 4:2:0, quality 85. */
export function jpeg(width: number, height: number, seed = 1): Promise<Buffer> {
  return picture(width, height, seed).jpeg({ quality: 85 }).toBuffer()
}

/** Writes files, given by their path under `folder`. */
export function writeTree(folder: string, files: Record<string, string | Uint8Array>): string {
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    writeFileSync(join(folder, file), content)
  }
  return folder
}

let written = 0

/** Small photographs, all different, `count` in each of the given folders. */
export async function writePhotographs(folder: string, counts: Record<string, number>): Promise<string> {
  for (const [name, count] of Object.entries(counts)) {
    for (let index = 1; index <= count; index++) {
      writeTree(folder, { [`${name}/${String(index).padStart(4, '0')}.jpg`]: await jpeg(40, 30, ++written) })
    }
  }
  return folder
}

/** One hash over the names, contents and link targets of everything under `folder`. */
export function hashTree(folder: string): string {
  const hash = createHash('sha256')
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
  for (const entry of entries.sort((a, b) => (join(a.parentPath, a.name) < join(b.parentPath, b.name) ? -1 : 1))) {
    const path = join(entry.parentPath, entry.name)
    hash.update(path)
    if (entry.isSymbolicLink()) hash.update(readlinkSync(path))
    else if (entry.isFile()) hash.update(readFileSync(path))
  }
  return hash.digest('hex')
}

/** A PNG of one chunk after another. */
export function png(...chunks: [type: string, body: Uint8Array][]): Buffer {
  const parts: Buffer[] = [Buffer.from('89504e470d0a1a0a', 'hex')]
  for (const [type, body] of chunks) {
    const named = Buffer.concat([Buffer.from(type, 'latin1'), body])
    parts.push(uint32(body.length), named, uint32(crc32(named)))
  }
  return Buffer.concat(parts)
}

/** A valid PNG header that claims a size, with next to no data behind it. */
export function pngClaiming(width: number, height: number): Buffer {
  const header = Buffer.concat([uint32(width), uint32(height), Buffer.from([8, 2, 0, 0, 0])])
  return png(['IHDR', header], ['IDAT', deflateSync(Buffer.alloc(100))], ['IEND', Buffer.alloc(0)])
}

/** Puts a colour profile into a PNG that has none. */
export function withProfile(image: Buffer, profile: Buffer): Buffer {
  const afterHeader = 33
  const chunk = png(['iCCP', Buffer.concat([Buffer.from('icc\0\0', 'latin1'), deflateSync(profile)])]).subarray(8)
  return Buffer.concat([image.subarray(0, afterHeader), chunk, image.subarray(afterHeader)])
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}
