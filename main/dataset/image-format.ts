/** The formats that are read, by their names in libvips. */
export type ImageFormat = 'jpeg' | 'png' | 'webp' | 'gif' | 'tiff' | 'avif' | 'heic'

/** A picture of more pixels is not decoded: a header of a few bytes can claim any number. */
export const maxPixels = 100_000_000

/** How many of a file's first bytes `sniffFormat` wants to see. */
export const sniffBytes = 48

const read: [ImageFormat, string[]][] = [
  ['jpeg', ['ffd8ff']],
  ['png', ['89504e470d0a1a0a']],
  ['webp', ['52494646........57454250']],
  ['gif', ['474946383761', '474946383961']],
  ['tiff', ['49492a00', '4d4d002a', '49492b00', '4d4d002b']],
  // ISO 14496-12: the brand is AVIF's, or it is the general one and AVIF's is among the compatible ones.
  [
    'avif',
    ['........66747970(61766966|61766973)', '........66747970(6d696631|6d736631).{8}(.{8}){0,7}(61766966|61766973)'],
  ],
  // ISO 23008-12, annex B: the same with the brands of HEVC.
  [
    'heic',
    [
      '........66747970(68656963|68656978|6865696d|68656973|68657663|68657678|6865766d|68657673)',
      '........66747970(6d696631|6d736631).{8}(.{8}){0,7}(68656963|68656978)',
    ],
  ],
]

const knownButNotRead: [string, string[]][] = [
  ['HEIF without AVIF or HEVC', ['........66747970(6d696631|6d736631)']],
  ['JPEG XL', ['ff0a', '0000000c4a584c20']],
  ['JPEG 2000', ['0000000c6a502020', 'ff4fff51']],
  ['BMP', ['424d........00000000']],
  ['Photoshop', ['38425053']],
  ['icon', ['00000100']],
  ['PDF', ['255044462d']],
]

/**
 * What a file is, from its first bytes: a format that is read, the name of a picture format that is not, or null for
 * anything else. The file's name plays no part.
 */
export function sniffFormat(head: Uint8Array): { format: ImageFormat } | { unsupported: string } | null {
  const hex = Buffer.from(head.subarray(0, sniffBytes)).toString('hex')
  const startsLike = (patterns: string[]): boolean => patterns.some((pattern) => new RegExp(`^${pattern}`).test(hex))
  const format = read.find(([, patterns]) => startsLike(patterns))?.[0]
  if (format) return { format }
  const unsupported = knownButNotRead.find(([, patterns]) => startsLike(patterns))?.[0]
  return unsupported ? { unsupported } : null
}
