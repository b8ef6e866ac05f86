import { crc32 } from 'node:zlib'
import { fromBufferPromise, type Entry } from 'yauzl'
import { fail } from '../../contract/index.ts'
import { damaged } from './hdf5-values.ts'

/** What Keras puts in; nothing else is unpacked. */
const members = ['config.json', 'model.weights.h5'] as const
type Member = (typeof members)[number]

const maxEntries = 10_000
const maxBytes: Record<Member, number> = { 'config.json': 64 << 20, 'model.weights.h5': 2 ** 31 - 1 }
/** Keras does not compress; deflate alone could make a thousandfold. */
const maxUnpacking = 64

const hdf5 = '\x89HDF\r\n\x1a\n'
/** The record that ends a zip, and the longest comment that may follow it. */
const ending = { signature: 'PK\x05\x06', bytes: 22, comment: 65_535 }

const endingOf = (bytes: Buffer): number => {
  const last = bytes.subarray(-ending.bytes - ending.comment)
  const at = last.lastIndexOf(ending.signature, last.length - ending.bytes, 'latin1')
  return at < 0 ? -1 : bytes.length - last.length + at
}

/** Whether a file is a zip, by its end, as Python tells, or by its beginning; HDF5 is told by its beginning. */
export function isZip(bytes: Buffer): boolean {
  const beginning = bytes.toString('latin1', 0, 8)
  return beginning !== hdf5 && (beginning.startsWith('PK\x03\x04') || endingOf(bytes) >= 0)
}

/**
 * A zip without what stands before it: its ending tells how long its list of members is and where that begins, and Python
 * takes what is too many for something put in front.
 */
function fromItsBeginning(bytes: Buffer): Buffer {
  const at = endingOf(bytes)
  if (at < 0) return bytes
  const before = at - bytes.readUInt32LE(at + 12) - bytes.readUInt32LE(at + 16)
  return before > 0 ? bytes.subarray(before) : bytes
}

/**
 * The config and the weights in a .keras archive. What each entry says of its size is checked before it is unpacked, and
 * what is unpacked against what it says. Throws `damaged-model`; `path` is only named in the error.
 */
export async function readKerasArchive(bytes: Buffer, path: string): Promise<Record<Member, Buffer>> {
  const found = new Map<string, Buffer>()
  try {
    const zip = await fromBufferPromise(fromItsBeginning(bytes), { lazyEntries: true })
    if (zip.entryCount > maxEntries) throw damaged(path, `${zip.entryCount} entries`)
    for await (const entry of zip.eachEntry()) {
      if (!isMember(entry.fileName)) continue
      if (found.has(entry.fileName)) throw damaged(path, `${entry.fileName} twice`)
      checkSize(entry, entry.fileName, bytes.length, path)
      const chunks: Buffer[] = []
      for await (const chunk of await zip.openReadStreamPromise(entry)) chunks.push(chunk as Buffer)
      const whole = Buffer.concat(chunks)
      if (crc32(whole) !== entry.crc32) throw damaged(path, `${entry.fileName} that has changed since it was saved`)
      found.set(entry.fileName, whole)
    }
  } catch (error) {
    if (error instanceof Error && error.name === 'ThawError') throw error
    throw fail('damaged-model', `${path} cannot be read as a .keras archive.`, {
      expected: 'a whole zip',
      found: error instanceof Error ? error.message : String(error),
      file: path,
      remedy: 'Fetch or save the file again.',
    })
  }
  const [config, weights] = members.map((name) => found.get(name))
  if (!config || !weights) throw damaged(path, `an archive without ${config ? members[1] : members[0]}`)
  return { 'config.json': config, 'model.weights.h5': weights }
}

function isMember(name: string): name is Member {
  return (members as readonly string[]).includes(name)
}

function checkSize(entry: Entry, name: Member, archive: number, path: string): void {
  const { uncompressedSize: size } = entry
  if (size > maxBytes[name] || size > archive * maxUnpacking) throw damaged(path, `${name} of ${size} bytes`)
}
