import { Header, Pax } from 'tar'
import { fail, ThawError } from '../../../contract/index.ts'
import { readBytes } from './byte-reader.ts'
import { isTarHeader } from './kind.ts'
import type { ArchiveNotes, Member } from './member.ts'
import { paxRecords, rawLink, rawName, tarNames, untilZero } from './tar-names.ts'
import { isUtf8 } from '../text-encoding.ts'

const block = 512
/** A name or an extended header longer than this is none. */
const mostMeta = 1 << 20

/** So many names tell how all are written. */
const mostForeign = 2000

/**
 * The members of a tar (POSIX.1-2001 pax, ustar, GNU names; headers by the library tar), read as it comes. A damaged header is
 * passed over until the next good one. `again` gives the same bytes once more, where names are not UTF-8. Throws
 * `archive-unsupported` for a stream that is no tar.
 */
export async function* tarMembers(
  source: AsyncIterable<Uint8Array>,
  again: () => AsyncIterable<Uint8Array>,
  path: string,
  notes: ArchiveNotes,
): AsyncGenerator<Member> {
  const nameOf = tarNames(() => foreignNames(again(), path), notes)
  for await (const { type, name, link, size, open } of tarEntries(source, path, notes)) {
    const member = memberOf(type, await nameOf(name), size, link && (await nameOf(link)))
    yield { ...member, ...(member.kind === 'file' && !member.refusal && !member.sameAs && { open }) }
  }
}

/** The names that are not UTF-8, as far as they can be had. */
async function foreignNames(source: AsyncIterable<Uint8Array>, path: string): Promise<Uint8Array[]> {
  const names: Uint8Array[] = []
  try {
    for await (const { name } of tarEntries(source, path, { encoding: () => {}, damaged: () => {} })) {
      if (!isUtf8(name) && names.push(name) >= mostForeign) break
    }
  } catch {
    // What is wrong with it is said on the first way through.
  }
  return names
}

interface TarEntry {
  type: string
  name: Buffer
  link: Buffer | undefined
  size: number
  open: () => Promise<AsyncIterable<Uint8Array>>
}

async function* tarEntries(
  source: AsyncIterable<Uint8Array>,
  path: string,
  notes: ArchiveNotes,
): AsyncGenerator<TarEntry> {
  const bytes = readBytes(source)
  let global: Pax | undefined
  let own: Pax | undefined
  let names: { path?: Buffer; linkpath?: Buffer } = {}
  let first = true
  let lost = 0
  for (;;) {
    const head = await bytes.read(block)
    if (head.length < block) {
      // A limit that was met is no damage.
      if (bytes.failure() instanceof ThawError) throw bytes.failure()
      if (first && bytes.failure() === undefined) throw noTar(path)
      const isCut = head.length > 0 || bytes.isShort() || bytes.failure() !== undefined
      if (isCut) notes.damaged('It is damaged or ends here; what came after is not known.')
      return
    }
    if (head.every((byte) => byte === 0)) {
      // Two of them end a tar; many programs write one, or go on behind them.
      first = false
      continue
    }
    if (!isTarHeader(head)) {
      if (first) throw noTar(path)
      if (lost++ === 0) notes.damaged('A part of it is damaged; it goes on behind it.')
      continue
    }
    first = false
    const header = headerOf(head, own, global)
    if (!header) continue
    const size = header.size ?? 0
    const padding = (block - (size % block)) % block
    const metaKind = metaOf(header.type)
    if (metaKind) {
      const content = size <= mostMeta ? await bytes.read(size) : Buffer.alloc(0)
      if (size > mostMeta) for await (const _ of bytes.take(size));
      await bytes.read(padding)
      if (metaKind === 'global') global = parsePax(content, global, true)
      else if (metaKind === 'own') {
        own = parsePax(content, own, false)
        const records = paxRecords(content)
        names = { ...names, ...namedIn(records, 'path'), ...namedIn(records, 'linkpath') }
      } else names = { ...names, [metaKind]: untilZero(content) }
      continue
    }
    const name = names.path ?? rawName(head)
    const link = names.linkpath ?? rawLink(head)
    ;[own, names] = [undefined, {}]
    let opened: AsyncGenerator<Buffer, void> | undefined
    yield { type: header.type, name, link: link.length > 0 ? link : undefined, size, open }
    // What was not read of it is passed over.
    opened ??= bytes.take(size)
    for (let rest = await opened.next(); !rest.done; rest = await opened.next());
    await bytes.read(padding)

    function open(): Promise<AsyncIterable<Uint8Array>> {
      opened = bytes.take(size)
      const taken = opened
      // Leaving a loop over it must not end the generator: the rest is passed over below.
      return Promise.resolve({ [Symbol.asyncIterator]: () => ({ next: () => taken.next() }) })
    }
  }
}

function headerOf(head: Buffer, own: Pax | undefined, global: Pax | undefined): Header | null {
  try {
    const header = new Header(head, 0, own, global)
    return Number.isSafeInteger(header.size ?? 0) && (header.size ?? 0) >= 0 ? header : null
  } catch {
    return null
  }
}

function namedIn(records: Map<string, Buffer>, key: 'path' | 'linkpath'): { path?: Buffer; linkpath?: Buffer } {
  const value = records.get(key)
  return value ? { [key]: value } : {}
}

function parsePax(content: Buffer, before: Pax | undefined, global: boolean): Pax | undefined {
  try {
    return Pax.parse(content.toString('utf8'), before, global)
  } catch {
    return before
  }
}

function metaOf(type: string): 'own' | 'global' | 'path' | 'linkpath' | null {
  if (type === 'ExtendedHeader' || type === 'OldExtendedHeader') return 'own'
  if (type === 'GlobalExtendedHeader') return 'global'
  if (type === 'NextFileHasLongPath' || type === 'OldGnuLongPath') return 'path'
  return type === 'NextFileHasLongLinkpath' ? 'linkpath' : null
}

function memberOf(type: string, path: string, size: number, linkpath: string | undefined): Member {
  const packed = size + block
  const member: Member = { path, kind: 'file', bytes: size, packed }
  if (type === 'Directory' || type === 'GNUDumpDir') return { ...member, kind: 'folder' }
  if (type === 'File' || type === 'OldFile' || type === 'ContiguousFile') {
    return path.endsWith('/') ? { ...member, kind: 'folder' } : member
  }
  if (type === 'Link' && linkpath !== undefined) return { ...member, sameAs: linkpath }
  const detail =
    type === 'SymbolicLink' ? 'A link in an archive; it is not followed.' : `No regular file in its archive: ${type}.`
  return { ...member, refusal: { reason: type === 'SymbolicLink' ? 'link-outside' : 'unreadable', detail } }
}

function noTar(path: string) {
  return fail('archive-unsupported', `${path} is compressed, but no archive of files.`, {
    expected: 'a zip, or a tar that may be compressed by gzip, xz or bzip2',
    file: path,
    remedy: 'Unpack it with the program that made it, and import the folder.',
  })
}
