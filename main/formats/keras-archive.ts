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

/** Whether a file begins as a zip does. */
export const isZip = (bytes: Uint8Array): boolean =>
  bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 0x03 && bytes[3] === 0x04

/**
 * The config and the weights in a .keras archive. What each entry says of its size is checked before it is unpacked, and
 * what is unpacked against what it says. Throws `damaged-model`; `path` is only named in the error.
 */
export async function readKerasArchive(bytes: Buffer, path: string): Promise<Record<Member, Buffer>> {
  const found = new Map<string, Buffer>()
  try {
    const zip = await fromBufferPromise(bytes, { lazyEntries: true })
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
