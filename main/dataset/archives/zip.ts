import { openPromise, type Entry, type ZipFile } from 'yauzl'
import type { ArchiveNotes, Member } from './member.ts'
import { salvageZip } from './salvage-zip.ts'
import { namesOf, type NamedEntry } from './zip-names.ts'

/**
 * The members of a zip, by its directory at the end; where that is lost or damaged, those that its beginning still tells.
 * Names are decoded together, since one program wrote them all.
 */
export async function* zipMembers(path: string, notes: ArchiveNotes): AsyncGenerator<Member> {
  let zip: ZipFile | null = null
  try {
    const entries: Entry[] = []
    try {
      // Names are decoded here: yauzl takes everything that is not UTF-8 for CP437.
      zip = await openPromise(path, { lazyEntries: true, autoClose: false, decodeStrings: false })
      for await (const entry of zip.eachEntry()) entries.push(entry)
    } catch {
      notes.damaged('Its directory is lost or damaged; what its beginning still tells was unpacked.')
      yield* salvageZip(path, notes)
      return
    }
    const open = zip
    const nameOf = namesOf(entries.map(asNamed), notes)
    for (const entry of entries) yield memberOf(open, entry, nameOf(asNamed(entry)))
  } finally {
    zip?.close()
  }
}

function asNamed(entry: Entry): NamedEntry {
  return { raw: entry.fileNameRaw, flags: entry.generalPurposeBitFlag, extra: entry.extraFields }
}

const linkBits = 0o120000
const typeBits = 0o170000

function memberOf(zip: ZipFile, entry: Entry, path: string): Member {
  const { uncompressedSize: bytes, compressedSize: packed, crc32: sum, compressionMethod: method } = entry
  const member = { path, kind: 'file' as const, bytes, crc32: sum, packed }
  if (/[/\\]$/.test(path)) return { ...member, kind: 'folder' }
  const mode = entry.versionMadeBy >> 8 === 3 ? entry.externalFileAttributes >>> 16 : 0
  if ((mode & typeBits) === linkBits) {
    return { ...member, refusal: { reason: 'link-outside', detail: 'A link in an archive; it is not followed.' } }
  }
  if (entry.isEncrypted()) {
    return { ...member, refusal: { reason: 'encrypted', detail: 'Its archive protects it with a password.' } }
  }
  if (method !== 0 && method !== 8) {
    const detail = `It is compressed by method ${method}; those that are read are 0 (stored) and 8 (deflate).`
    return { ...member, refusal: { reason: 'unsupported-format', detail } }
  }
  return { ...member, open: () => zip.openReadStreamPromise(entry) }
}
