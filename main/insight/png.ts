import { promisify } from 'node:util'
import { crc32, deflate } from 'node:zlib'

const compress = promisify(deflate)
const signature = Buffer.from('89504e470d0a1a0a', 'hex')

/**
 * A PNG of one byte a pixel and a palette of 256 colours: a third of the bytes of RGB, and exactly the colours that are
 * asked for, where image libraries choose a palette of their own.
 *
 * @param levels row-major, width × height
 * @param palette 768 bytes, RGB
 */
export async function encodeIndexedPng(
  { levels, width, height }: { levels: Uint8Array; width: number; height: number },
  palette: Uint8Array,
): Promise<Buffer> {
  const lines = linesOf(levels, width, height)
  return assemble({ width, height, colourType: 3, data: await pack(lines), palette })
}

/** A PNG of RGB pixels, row-major, three bytes each. */
export async function encodeRgbPng(pixels: Uint8Array, width: number, height: number): Promise<Buffer> {
  const lines = linesOf(pixels, width * 3, height)
  return assemble({ width, height, colourType: 2, data: await pack(lines) })
}

/** Levels that are alike lie side by side already; more effort gains little and takes long. */
const pack = (lines: Uint8Array): Promise<Buffer> => compress(lines, { level: 1 })

/** Each line with its filter before it: 0, none, as for all pictures with a palette; 2, up, for one that is as the last. */
function linesOf(bytes: Uint8Array, stride: number, height: number): Uint8Array {
  const lines = new Uint8Array((stride + 1) * height)
  let last: Uint8Array | null = null
  for (let y = 0; y < height; y++) {
    const line = bytes.subarray(y * stride, (y + 1) * stride)
    // What lies above is taken off: nothing is left.
    if (last && Buffer.compare(line, last) === 0) lines[y * (stride + 1)] = 2
    else lines.set(line, y * (stride + 1) + 1)
    last = line
  }
  return lines
}

interface Parts {
  width: number
  height: number
  colourType: 2 | 3
  data: Buffer
  palette?: Uint8Array
}

function assemble({ width, height, colourType, data, palette }: Parts): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, colourType, 0, 0, 0], 8)
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    ...(palette ? [chunk('PLTE', palette)] : []),
    chunk('IDAT', data),
    chunk('IEND', new Uint8Array()),
  ])
}

function chunk(type: string, body: Uint8Array): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), body])
  const whole = Buffer.alloc(named.length + 8)
  whole.writeUInt32BE(body.length, 0)
  named.copy(whole, 4)
  whole.writeUInt32BE(crc32(named), named.length + 4)
  return whole
}
