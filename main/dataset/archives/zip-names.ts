import { crc32 } from 'node:zlib'
import { decode, guessEncoding, type Encoding } from '../text-encoding.ts'
import type { ArchiveNotes } from './member.ts'

/** What of a zip's entry says its name. */
export interface NamedEntry {
  raw: Buffer
  flags: number
  extra: readonly { id: number; data: Buffer }[]
}

/** How to read the names of these entries. */
export function namesOf(entries: readonly NamedEntry[], notes: ArchiveNotes): (entry: NamedEntry) => string {
  const unsaid = entries.filter((entry) => unicodePath(entry) === null && !isUtf8Flagged(entry)).map(({ raw }) => raw)
  const guess = guessEncoding(unsaid)
  if (guess) notes.encoding(guess)
  if (entries.some((entry) => isUtf8Flagged(entry) && entry.raw.some((byte) => byte >= 0x80))) notes.encoding('UTF-8')
  return (entry) => {
    const said = unicodePath(entry)
    if (said !== null) return said
    const encoding: Encoding = isUtf8Flagged(entry) ? 'UTF-8' : (guess ?? 'UTF-8')
    return decode(entry.raw, encoding)
  }
}

function isUtf8Flagged({ flags }: NamedEntry): boolean {
  return (flags & 0x800) !== 0
}

/** Info-ZIP's Unicode path: version 1, the checksum of the plain name that it stands for, then UTF-8. */
function unicodePath({ raw, extra }: NamedEntry): string | null {
  const field = extra.find(({ id, data }) => id === 0x7075 && data.length > 5 && data[0] === 1)
  if (!field || field.data.readUInt32LE(1) !== crc32(raw)) return null
  return field.data.subarray(5).toString('utf8')
}
