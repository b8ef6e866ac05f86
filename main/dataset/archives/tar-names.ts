import { decode, guessEncoding, isUtf8, type Encoding } from '../text-encoding.ts'
import type { ArchiveNotes } from './member.ts'

/** A name in the bytes of a header, without what is behind its end. */
export function rawName(head: Buffer): Buffer {
  const name = untilZero(head.subarray(0, 100))
  if (head.toString('latin1', 257, 265) !== 'ustar\u000000') return name
  const prefix = untilZero(head.subarray(345, 345 + (head[475] === 0 ? 130 : 155)))
  return prefix.length === 0 ? name : Buffer.concat([prefix, Buffer.from('/'), name])
}

export function rawLink(head: Buffer): Buffer {
  return untilZero(head.subarray(157, 257))
}

export function untilZero(bytes: Buffer): Buffer {
  const end = bytes.indexOf(0)
  return end === -1 ? bytes : bytes.subarray(0, end)
}

/**
 * The records of an extended header (POSIX.1-2001: length, blank, key=value, line end) by key. Its text should be UTF-8 and
 * is what the program that wrote it had.
 */
export function paxRecords(content: Buffer): Map<string, Buffer> {
  const records = new Map<string, Buffer>()
  for (let at = 0; at < content.length;) {
    const blank = content.indexOf(' ', at)
    const length = Number(content.toString('latin1', at, Math.max(at, blank)))
    if (!Number.isInteger(length) || length < 5 || at + length > content.length) break
    const record = content.subarray(blank + 1, at + length - 1)
    const equals = record.indexOf('=')
    if (equals > 0) records.set(record.toString('latin1', 0, equals), untilZero(record.subarray(equals + 1)))
    at += length
  }
  return records
}

/**
 * How to read the names of a tar, which says nothing of how they are written: they are UTF-8 until one is not; then all that
 * are not are looked at together, since one program wrote them, in what `others` finds on a second way through the archive.
 */
export function tarNames(others: () => Promise<Uint8Array[]>, notes: ArchiveNotes): (raw: Buffer) => Promise<string> {
  let guess: Encoding | null = null
  return async (raw) => {
    if (raw.every((byte) => byte < 0x80)) return raw.toString('latin1')
    if (isUtf8(raw)) {
      notes.encoding('UTF-8')
      return raw.toString('utf8')
    }
    guess ??= guessEncoding([raw, ...(await others())]) ?? 'CP437'
    notes.encoding(guess)
    return decode(raw, guess)
  }
}
