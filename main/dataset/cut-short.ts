import type { ImageFormat } from './image-format.ts'

/** Whether a picture that cannot be decoded ends too early, from the structure of its file. */
export function isCutShort(format: ImageFormat, data: Buffer): boolean {
  switch (format) {
    case 'jpeg':
      return bareJpeg(data) === null
    case 'png':
      return data.lastIndexOf('IEND') === -1
    case 'webp':
      return data.length < 12 || data.readUInt32LE(4) + 8 > data.length
    case 'gif':
      return runsOutGif(data)
    case 'tiff':
      return runsOutTiff(data)
    case 'avif':
    case 'heic':
      return runsOutBoxes(data)
  }
}

/**
 * A JPEG (ITU-T T.81, annex B) without application data, comments and stray bytes between its segments: what makes
 * its pixels, so that a decoder that warns of it warns of pixels. null when the end marker does not come.
 */
export function bareJpeg(data: Buffer): Buffer | null {
  const kept: Buffer[] = [data.subarray(0, 2)]
  for (let at = data.indexOf(0xff, 2); at !== -1 && at + 1 < data.length; at = data.indexOf(0xff, at)) {
    const marker = data[at + 1] ?? 0
    if (marker === 0xd9) return Buffer.concat([...kept, data.subarray(at, at + 2)])
    if (marker < 0xc0 || marker === 0xff || (marker >= 0xd0 && marker <= 0xd8)) {
      at += 1
      continue
    }
    if (at + 4 > data.length) return null
    const end = at + 2 + data.readUInt16BE(at + 2)
    const next = marker === 0xda ? endOfScan(data, end) : end
    const isExtra = marker >= 0xe0
    if (!isExtra) kept.push(data.subarray(at, next))
    at = next
  }
  return null
}

/** Where the next segment begins: zero bytes and restart markers after 0xff are part of a scan's data. */
function endOfScan(data: Buffer, from: number): number {
  for (let at = data.indexOf(0xff, from); at !== -1; at = data.indexOf(0xff, at + 1)) {
    const marker = data[at + 1]
    if (marker !== undefined && marker >= 0xc0 && !(marker >= 0xd0 && marker <= 0xd7) && marker !== 0xff) return at
  }
  return data.length
}

/** ISO 14496-12: a file is boxes, each with its length before it; 0: to the end, 1: the length is in 8 bytes behind. */
function runsOutBoxes(data: Buffer): boolean {
  for (let at = 0; at < data.length;) {
    if (at + 8 > data.length) return true
    const short = data.readUInt32BE(at)
    if (short === 0) return false
    if (short === 1 && at + 16 > data.length) return true
    const length = short === 1 ? Number(data.readBigUInt64BE(at + 8)) : short
    if (length < 8) return false
    at += length
    if (at > data.length) return true
  }
  return false
}

/** GIF89a: header, then extensions and pictures made of sub-blocks, then 0x3b. */
function runsOutGif(data: Buffer): boolean {
  const tableBytes = (flags: number): number => (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0)
  let at = 13 + tableBytes(data[10] ?? 0)
  while (at < data.length) {
    const kind = data[at]
    if (kind === 0x3b || (kind !== 0x21 && kind !== 0x2c)) return false
    at += kind === 0x21 ? 2 : 11 + tableBytes(data[at + 9] ?? 0)
    while (at < data.length && data[at] !== 0) at += 1 + (data[at] ?? 0)
    at += 1
  }
  return true
}

/** TIFF 6.0: the first directory, its entries' values and its strips or tiles must lie inside the file. */
function runsOutTiff(data: Buffer): boolean {
  const isLittle = data[0] === 0x49
  const short = (at: number): number => (isLittle ? data.readUInt16LE(at) : data.readUInt16BE(at))
  const long = (at: number): number => (isLittle ? data.readUInt32LE(at) : data.readUInt32BE(at))
  const values = (entry: number): number[] => {
    const [type, count] = [short(entry + 2), long(entry + 4)]
    const bytes = tiffTypeBytes[type] ?? 1
    const start = count * bytes > 4 ? long(entry + 8) : entry + 8
    if (start + count * bytes > data.length) throw new RangeError()
    return [...Array(bytes === 2 || bytes === 4 ? count : 0).keys()].map((i) =>
      (bytes === 2 ? short : long)(start + i * bytes),
    )
  }
  try {
    const directory = long(4)
    const tags = new Map<number, number[]>()
    for (let entry = 0; entry < short(directory); entry++) {
      const at = directory + 2 + entry * 12
      tags.set(short(at), values(at))
    }
    const starts = tags.get(273) ?? tags.get(324) ?? []
    const lengths = tags.get(279) ?? tags.get(325) ?? []
    return starts.some((start, index) => start + (lengths[index] ?? 0) > data.length)
  } catch {
    return true
  }
}

/** Bytes of each TIFF data type, by its number. */
const tiffTypeBytes = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8]
