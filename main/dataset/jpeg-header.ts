/** What `sharp().metadata()` says of a JPEG that nothing turns. */
interface Plain {
  width: number
  height: number
  depth: 'uchar'
  autoOrient: { width: number; height: number }
  exif?: undefined
}

/**
 * The size of a JPEG (ITU-T T.81, annex B) of 8 bits without EXIF, from its header: half as much work again goes into
 * asking the decoder as into decoding a small picture. null for every other, of which the decoder is asked.
 */
export function plainJpeg(data: Buffer): Plain | null {
  for (let at = 2; at + 9 < data.length;) {
    if (data[at] !== 0xff) return null
    const marker = data[at + 1]!
    // Fill bytes, and all that stands where no segment may begin.
    if (marker < 0xc0 || marker === 0xff || (marker >= 0xd0 && marker <= 0xda)) return null
    const length = data.readUInt16BE(at + 2)
    // EXIF, and XMP, which some decoders look into as well.
    if (marker === 0xe1 || length < 2) return null
    const isFrame = marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc
    if (isFrame) {
      const [bits, height, width] = [data[at + 4]!, data.readUInt16BE(at + 5), data.readUInt16BE(at + 7)]
      if (bits !== 8 || width === 0 || height === 0) return null
      return { width, height, depth: 'uchar', autoOrient: { width, height } }
    }
    at += 2 + length
  }
  return null
}
