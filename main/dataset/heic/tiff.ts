import type { HeicPixels } from './messages.ts'

/** TIFF 6.0: the types of its fields. */
const [short, long, undefinedBytes] = [3, 4, 7]

/** Pixels as an uncompressed TIFF with their colour profile, in which they go the way of every other picture. */
export function tiffOf({ width, height, pixels }: HeicPixels, profile?: Uint8Array): Buffer {
  const header = 8
  const profileAt = header + pixels.length
  const bitsAt = profileAt + (profile?.length ?? 0) + ((profile?.length ?? 0) % 2)
  const directoryAt = bitsAt + 8
  const fields: [tag: number, type: number, count: number, value: number][] = [
    [256, long, 1, width],
    [257, long, 1, height],
    [258, short, 4, bitsAt],
    [259, short, 1, 1],
    [262, short, 1, 2],
    [273, long, 1, header],
    [277, short, 1, 4],
    [278, long, 1, height],
    [279, long, 1, pixels.length],
    [284, short, 1, 1],
    // The fourth sample is an alpha that is not multiplied in.
    [338, short, 1, 2],
    ...(profile ? [[34675, undefinedBytes, profile.length, profileAt] as [number, number, number, number]] : []),
  ]
  const file = Buffer.alloc(directoryAt + 2 + fields.length * 12 + 4)
  file.write('II*\0', 0, 'latin1')
  file.writeUInt32LE(directoryAt, 4)
  file.set(pixels, header)
  if (profile) file.set(profile, profileAt)
  for (let sample = 0; sample < 4; sample++) file.writeUInt16LE(8, bitsAt + 2 * sample)
  file.writeUInt16LE(fields.length, directoryAt)
  fields.forEach(([tag, type, count, value], index) => {
    const at = directoryAt + 2 + 12 * index
    file.writeUInt16LE(tag, at)
    file.writeUInt16LE(type, at + 2)
    file.writeUInt32LE(count, at + 4)
    file.writeUInt32LE(value, at + 8)
  })
  return file
}
