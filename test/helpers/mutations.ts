import { crc32 } from 'node:zlib'
import { randomStream } from '../../main/network/index.ts'

/** Where the values of a file's data sets lie: first byte and bytes. */
export type Places = readonly (readonly [number, number])[]

/** A whole number below a limit, and a place among so many bytes. */
interface Draw {
  below: (limit: number) => number
  place: (bytes: Buffer) => number
}

/**
 * A file changed as damage or malice would: bytes turned, numbers blown up, pieces cut out, doubled or zeroed, letters and
 * digits of its texts exchanged. The same seed gives the same file. `values`: what most of the file is and little hangs on;
 * it is spared seven times in eight.
 */
export function mutate(whole: Buffer, seed: number, values: Places = []): Buffer {
  const random = randomStream('mutation', seed)
  const below = (limit: number): number => Math.floor(random() * limit)
  for (;;) {
    const changed = changedOnce(whole, below, values)
    if (!changed.equals(whole)) return changed
  }
}

function changedOnce(whole: Buffer, below: Draw['below'], values: Places): Buffer {
  const isValue = (at: number): boolean => values.some(([start, length]) => at >= start && at < start + length)
  let bytes: Buffer = Buffer.from(whole)
  const place = (among: Buffer): number => {
    const before = among.byteOffset - bytes.byteOffset
    for (;;) {
      const at = below(among.length)
      if (!isValue(before + at) || below(8) === 0) return at
    }
  }
  const draw = { below, place }
  const archived = isZip(bytes) && below(4) > 0 ? memberIn(bytes, below(2) ? 'config.json' : 'model.weights.h5') : null
  // A zip knows the sums of its members: most changes go inside one, whose sum is then put right.
  if (archived) {
    const inside = bytes.subarray(archived.start, archived.start + archived.length)
    sameLength[below(sameLength.length)]!(inside, draw)
    for (const at of archived.sums) bytes.writeUInt32LE(crc32(inside), at)
    return bytes
  }
  const ways = [...sameLength, ...sameLength, cutShort, cutOut, double]
  for (let times = below(4) ? 1 : 3; times > 0; times--) bytes = ways[below(ways.length)]!(bytes, draw)
  return bytes
}

const isZip = (bytes: Buffer): boolean => bytes.readUInt32LE(0) === 0x04034b50

/** Where a member that is not compressed lies in a zip, and where its checksum stands. */
function memberIn(bytes: Buffer, name: string): { start: number; length: number; sums: number[] } | null {
  const central = bytes.indexOf(Buffer.from('PK\x01\x02'))
  for (let at = central; at >= 0; at = bytes.indexOf(Buffer.from('PK\x01\x02'), at + 4)) {
    const nameLength = bytes.readUInt16LE(at + 28)
    if (bytes.subarray(at + 46, at + 46 + nameLength).toString() !== name || bytes.readUInt16LE(at + 10) !== 0) continue
    const local = bytes.readUInt32LE(at + 42)
    const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28)
    return { start, length: bytes.readUInt32LE(at + 24), sums: [at + 16, local + 14] }
  }
  return null
}

type Way = (bytes: Buffer, draw: Draw) => Buffer

const turnBytes: Way = (bytes, { below, place }) => {
  for (let times = 1 + below(4); times > 0; times--) bytes[place(bytes)] = below(256)
  return bytes
}

/** Lengths and addresses become as large as they can be. */
const blowUp: Way = (bytes, { below, place }) => {
  const at = place(bytes)
  bytes.subarray(at, at + [1, 2, 4, 8][below(4)]!).fill(below(2) ? 0xff : 0x7f)
  return bytes
}

const cutShort: Way = (bytes, { below }) => bytes.subarray(0, 1 + below(bytes.length))

const cutOut: Way = (bytes, { below, place }) => {
  const at = place(bytes)
  return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + below(64))])
}

const double: Way = (bytes, { below, place }) => {
  const at = place(bytes)
  return Buffer.concat([bytes.subarray(0, at), bytes.subarray(Math.max(0, at - 1 - below(512)))])
}

const zero: Way = (bytes, { below, place }) => {
  const at = place(bytes)
  bytes.subarray(at, at + 1 + below(64)).fill(0)
  return bytes
}

/** One letter or digit for another, where there is text: configs, names, shapes. */
const changeText: Way = (bytes, { below, place }) => {
  const letters = '0123456789abcdefnrtuxyzCDLM"{}[],:-'
  for (let tries = 0; tries < 2000; tries++) {
    const at = place(bytes)
    const isText = (i: number): boolean => bytes[i]! >= 0x20 && bytes[i]! < 0x7f
    if (![at - 2, at - 1, at, at + 1, at + 2].every((i) => i >= 0 && i < bytes.length && isText(i))) continue
    bytes[at] = letters.charCodeAt(below(letters.length))
    return bytes
  }
  return bytes
}

/** What leaves every other byte in its place. */
const sameLength = [turnBytes, turnBytes, blowUp, zero, changeText, changeText]
