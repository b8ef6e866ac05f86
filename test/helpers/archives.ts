import { execFileSync } from 'node:child_process'
import { crc32, deflateRawSync } from 'node:zlib'

export interface ZipEntry {
  /** Bytes, where the name is not UTF-8. */
  name: string | Uint8Array
  content?: string | Uint8Array
  /** General purpose bits; 0x800: the name is UTF-8, 1: encrypted, 8: sizes behind the data. */
  flags?: number
  /** 0 stored, 8 deflate. */
  method?: number
  /** Unix mode, such as 0o120777 for a link. */
  mode?: number
  /** What is said of the size, where it is not true. */
  claims?: number
  /** An extra field of the directory. */
  extra?: Uint8Array
}

/** A zip, byte by byte (APPNOTE), so that it can be wrong in any way. With `zip64`, sizes and offsets are in 8 bytes. */
export function zipOf(entries: ZipEntry[], { zip64 = false } = {}): Buffer {
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let at = 0
  for (const { name, content = '', flags = 0, method = 8, mode = 0o100644, claims, extra } of entries) {
    const raw = Buffer.from(name as string)
    const data = Buffer.from(content as string)
    const packed = method === 8 ? deflateRawSync(data) : data
    const size = claims ?? data.length
    const long = Buffer.alloc(zip64 ? 28 : 0)
    if (zip64) {
      long.writeUInt16LE(1, 0)
      long.writeUInt16LE(24, 2)
      long.writeBigUInt64LE(BigInt(size), 4)
      long.writeBigUInt64LE(BigInt(packed.length), 12)
      long.writeBigUInt64LE(BigInt(at), 20)
    }
    const own = Buffer.concat([long, Buffer.from(extra ?? [])])
    const cap = (value: number): number => (zip64 ? 0xffffffff : value)
    const later = (flags & 8) !== 0
    const sizes = (buffer: Buffer, from: number, hidden: boolean): void => {
      buffer.writeUInt32LE(hidden ? 0 : crc32(data), from)
      buffer.writeUInt32LE(hidden ? 0 : cap(packed.length), from + 4)
      buffer.writeUInt32LE(hidden ? 0 : cap(size), from + 8)
    }
    const local = Buffer.alloc(30)
    local.write('PK\x03\x04', 'latin1')
    local.writeUInt16LE(20, 4)
    local.writeUInt16LE(flags, 6)
    local.writeUInt16LE(method, 8)
    sizes(local, 14, later)
    local.writeUInt16LE(raw.length, 26)
    local.writeUInt16LE(own.length, 28)
    const descriptor = Buffer.alloc(later ? 16 : 0)
    if (later) {
      descriptor.write('PK\x07\x08', 'latin1')
      sizes(descriptor, 4, false)
    }
    parts.push(local, raw, own, packed, descriptor)
    const central = Buffer.alloc(46)
    central.write('PK\x01\x02', 'latin1')
    central.writeUInt16LE((3 << 8) | 20, 4)
    central.writeUInt16LE(20, 6)
    central.writeUInt16LE(flags, 8)
    central.writeUInt16LE(method, 10)
    sizes(central, 16, false)
    central.writeUInt16LE(raw.length, 28)
    central.writeUInt16LE(own.length, 30)
    central.writeUInt32LE((mode << 16) >>> 0, 38)
    central.writeUInt32LE(cap(at), 42)
    directory.push(central, raw, own)
    at = parts.reduce((sum, part) => sum + part.length, 0)
  }
  const listed = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(zip64 ? 0xffff : entries.length, 8)
  end.writeUInt16LE(zip64 ? 0xffff : entries.length, 10)
  end.writeUInt32LE(listed.length, 12)
  end.writeUInt32LE(zip64 ? 0xffffffff : at, 16)
  return Buffer.concat([...parts, listed, ...(zip64 ? [end64(entries.length, listed.length, at)] : []), end])
}

function end64(count: number, length: number, at: number): Buffer {
  const record = Buffer.alloc(56 + 20)
  record.write('PK\x06\x06', 'latin1')
  record.writeBigUInt64LE(44n, 4)
  record.writeBigUInt64LE(BigInt(count), 24)
  record.writeBigUInt64LE(BigInt(count), 32)
  record.writeBigUInt64LE(BigInt(length), 40)
  record.writeBigUInt64LE(BigInt(at), 48)
  record.write('PK\x06\x07', 56, 'latin1')
  record.writeBigUInt64LE(BigInt(at + length), 64)
  record.writeUInt32LE(1, 72)
  return record
}

export interface TarEntry {
  /** Bytes, where it is not UTF-8. */
  name: string | Uint8Array
  content?: string | Uint8Array
  /** '0' file, '1' hard link, '2' link, '3' device, '5' folder, 'x' pax. */
  type?: string
  linkname?: string
}

/** A ustar; a name over 100 bytes gets a pax header. */
export function tarOf(entries: TarEntry[]): Buffer {
  const blocks = entries.flatMap(({ name, content = '', type = '0', linkname = '' }) => {
    const data = Buffer.from(content as string)
    const raw = Buffer.from(name as string)
    const isLong = raw.length > 100
    const pax = isLong ? [tarOf([{ name: 'pax', type: 'x', content: paxOf('path', raw) }]).subarray(0, -1024)] : []
    const head = Buffer.alloc(512)
    head.set(isLong ? Buffer.from('long') : raw, 0)
    head.write('0000644\0', 100)
    head.write(`${data.length.toString(8).padStart(11, '0')}\0`, 124)
    head.write('00000000000\0', 136)
    head.write('        ', 148)
    head.write(type, 156)
    head.write(linkname, 157)
    head.write('ustar\x0000', 257)
    const sum = head.reduce((total, byte) => total + byte, 0)
    head.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
    return [...pax, head, data, Buffer.alloc((512 - (data.length % 512)) % 512)]
  })
  return Buffer.concat([...blocks, Buffer.alloc(1024)])
}

function paxOf(key: string, value: Uint8Array): Buffer {
  const rest = Buffer.concat([Buffer.from(` ${key}=`), value, Buffer.from('\n')])
  let length = rest.length
  while (String(length).length + rest.length !== length) length = String(length).length + rest.length
  return Buffer.concat([Buffer.from(String(length)), rest])
}

/** Compressed by Python's own modules, which Node has not. */
export function compress(module: 'lzma' | 'bz2', bytes: Uint8Array): Buffer {
  const program = `import sys, ${module}; sys.stdout.buffer.write(${module}.compress(sys.stdin.buffer.read()))`
  return execFileSync('python3', ['-c', program], { input: bytes, maxBuffer: 2 ** 30 })
}
