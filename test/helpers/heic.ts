/*
 * HEIC files for tests. Their container (ISO 14496-12, ISO 23008-12) is written here; the picture in it was coded once with x265
 * by pillow-heif at quality 60: 64×64, red, green, blue and light grey in its quarters, left to right, top to bottom.
 */
const configuration = Buffer.from(
  'AQNwAAAAkAAAAAAAHvAA/P34+AAADwNgAAEAGEABDAH//wNwAAADAJAAAAMAAAMAHroCQGEAAQArQgEBA3AAAAMAkAAAAwAAAwAeoCCBBZbqSSmubgIaDAgA' +
    'AAMAyAAAAwAIQGIAAQAHRAHBcrAiQA==',
  'base64',
)
const picture = Buffer.from(
  'AAAAOygBrwngITl1X//7Cf//+1C8h+lbLZ559GEYf8amf/75FnCf/4D0QH7+Ft/63bWzv/+9Wp095TMXzHDw',
  'base64',
)
export const heicSide = 64

interface HeicOptions {
  /** Quarter turns against the clock, as the property `irot` has them. */
  turns?: number
  /** Mirrored as the property `imir` has it: 0 top to bottom, 1 left to right. */
  mirror?: 0 | 1
  /** What the file says its size is. */
  claims?: [width: number, height: number]
  profile?: Buffer
  /** As sharp gives it. */
  exif?: Buffer
  /** The brand that comes first. */
  brand?: string
  /** The coded picture, to be damaged. */
  data?: Buffer
}

export function heic(options: HeicOptions = {}): Buffer {
  const { turns, mirror, claims = [heicSide, heicSide], profile, exif, brand = 'heic', data = picture } = options
  const properties = [
    box('hvcC', configuration),
    box('ispe', uint32(0), uint32(claims[0]), uint32(claims[1])),
    ...(profile ? [box('colr', Buffer.from('prof'), profile)] : []),
    ...(turns === undefined ? [] : [box('irot', Buffer.from([turns]))]),
    ...(mirror === undefined ? [] : [box('imir', Buffer.from([mirror]))]),
  ]
  const items = [{ type: 'hvc1', content: data }]
  if (exif) items.push({ type: 'Exif', content: Buffer.concat([uint32(exif.indexOf('Exif\0\0') === 0 ? 6 : 0), exif]) })
  const type = box('ftyp', Buffer.from(brand), uint32(0), Buffer.from('mif1heic'))
  const meta = (start: number): Buffer => {
    let at = start
    const places = items.flatMap(({ content }, index) => {
      const place = [uint16(index + 1), uint16(0), uint16(1), uint32(at), uint32(content.length)]
      at += content.length
      return place
    })
    return box(
      'meta',
      uint32(0),
      box('hdlr', uint32(0), uint32(0), Buffer.from('pict'), Buffer.alloc(13)),
      box('pitm', uint32(0), uint16(1)),
      box('iloc', uint32(0), Buffer.from([0x44, 0]), uint16(items.length), ...places),
      box(
        'iinf',
        uint32(0),
        uint16(items.length),
        ...items.map(({ type }, index) =>
          box('infe', uint32(0x02000000), uint16(index + 1), uint16(0), Buffer.from(`${type}\0`)),
        ),
      ),
      ...(exif ? [box('iref', uint32(0), box('cdsc', uint16(2), uint16(1), uint16(1)))] : []),
      box(
        'iprp',
        box('ipco', ...properties),
        // All are essential but the size and the profile; those that turn come last, in the order in which they are done.
        box(
          'ipma',
          ...[uint32(0), uint32(1), uint16(1), Buffer.from([properties.length])],
          Buffer.from(properties.map((_, index) => (index === 1 || (profile && index === 2) ? 0 : 0x80) | (index + 1))),
        ),
      ),
    )
  }
  const start = type.length + meta(0).length + 8
  return Buffer.concat([type, meta(start), box('mdat', ...items.map(({ content }) => content))])
}

function box(type: string, ...parts: Buffer[]): Buffer {
  const body = Buffer.concat(parts)
  return Buffer.concat([uint32(body.length + 8), Buffer.from(type), body])
}

function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2)
  bytes.writeUInt16BE(value)
  return bytes
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}
