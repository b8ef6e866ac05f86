import { createWriteStream } from 'node:fs'
import { mkdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { crc32 } from 'node:zlib'
import { asWriteFailure, systemCode } from '../../files/index.ts'
import { sniffFormat } from '../image-format.ts'
import type { Refusal } from '../inspect.ts'
import { archiveKind, isMeantAsArchive, kindBytes } from './kind.ts'
import type { Member } from './member.ts'

/** What became of a member: written at its place, an archive that waits to be opened, or refused. */
export type Taken = { as: 'file' } | { as: 'archive' } | { as: 'refused'; refusal: Refusal }

export interface TakeOptions {
  /** Absolute path of its place. */
  target: string
  /** Absolute path for an archive inside. */
  archive: string
  /** Absolute path for what is not whole yet, on the same disk. */
  part: string
  /** Bytes that a file may have, and an archive. */
  most: { file: number; archive: number }
  onBytes: (count: number) => void
  signal: AbortSignal
}

/**
 * Writes a member at its place if it is a picture by its content, or a table of labels by its name; anything else only as far
 * as it takes to know. Whole or not at all: what does not have the length and checksum that its archive says is not kept.
 */
export async function takeMember(member: Member, options: TakeOptions): Promise<Taken> {
  const { target, archive, most } = options
  if (member.refusal) return { as: 'refused', refusal: member.refusal }
  if (member.bytes === 0) return refused('empty-file', 'It has no bytes.')
  // A place is only ever filled by a whole file, so what an interrupted import left need not be written again.
  for (const [path, as] of [
    [target, 'file'],
    [archive, 'archive'],
  ] as const) {
    const there = await stat(path).catch(() => null)
    if (there?.isFile() && there.size === member.bytes) return { as }
  }
  let source: AsyncIterable<Uint8Array>
  try {
    if (!member.open) return refused('damaged', 'Its archive does not give it.')
    source = await member.open()
  } catch {
    return refused('damaged', 'Its archive is damaged here.')
  }
  return write(member, source, options, most)
}

async function write(
  member: Member,
  source: AsyncIterable<Uint8Array>,
  { target, archive, part, onBytes, signal }: TakeOptions,
  most: TakeOptions['most'],
): Promise<Taken> {
  const reading = { sum: 0, bytes: 0, error: undefined as unknown }
  const pieces = watched(source, reading, onBytes, signal)
  try {
    const head = await headOf(pieces)
    if (reading.error) return brokenAt(reading)
    if (head.length === 0) return refused('empty-file', 'It has no bytes.')
    const isArchive = archiveKind(head) !== null && isMeantAsArchive(member.path)
    const isTable = /\.(?:csv|tsv)$/i.test(member.path)
    if (!isArchive && !isTable && !sniffFormat(head)) {
      return refused('not-an-image', 'Its content is not that of a picture.')
    }
    const limit = isArchive ? most.archive : most.file
    const path = isArchive ? archive : target
    if ((member.bytes ?? 0) > limit) return refused('too-large', `${member.bytes} bytes; the limit is ${limit}.`)
    try {
      await mkdir(dirname(part), { recursive: true })
      const whole = upTo(limit, head, pieces)
      await pipeline(Readable.from(whole, { objectMode: false }), createWriteStream(part), { signal })
      if (reading.error) return brokenAt(reading)
      if (reading.bytes > limit) return refused('too-large', `More than ${limit} bytes, which is the limit.`)
      if (member.bytes !== null && reading.bytes < member.bytes)
        return refused('truncated', 'Its archive ends before it does.')
      const isOther = member.bytes !== null && reading.bytes !== member.bytes
      if (isOther || (member.crc32 !== undefined && member.crc32 !== reading.sum)) {
        return refused('damaged', 'It does not have the checksum that its archive says.')
      }
      await mkdir(dirname(path), { recursive: true })
      await rename(part, path)
      return { as: isArchive ? 'archive' : 'file' }
    } catch (error) {
      if (systemCode(error) === 'ENAMETOOLONG') return refused('unsafe-name', 'Its path is too long for this system.')
      throw asWriteFailure(error, path)
    } finally {
      await rm(part, { force: true })
    }
  } finally {
    if (source instanceof Readable) source.destroy()
  }
}

function refused(reason: Refusal['reason'], detail: string): Taken {
  return { as: 'refused', refusal: { reason, detail } }
}

function brokenAt({ bytes }: { bytes: number }): Taken {
  return refused('damaged', `Its archive is damaged ${bytes} bytes into it.`)
}

interface Reading {
  sum: number
  bytes: number
  error: unknown
}

/** Adds up what passes. An error of the source ends it and is kept; one of `onBytes`, and a cancel, is thrown. */
async function* watched(
  source: AsyncIterable<Uint8Array>,
  reading: Reading,
  onBytes: (count: number) => void,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, void> {
  const pieces = source[Symbol.asyncIterator]()
  for (;;) {
    signal.throwIfAborted()
    let next: IteratorResult<Uint8Array>
    try {
      next = await pieces.next()
    } catch (error) {
      reading.error = error ?? new Error('unknown')
      return
    }
    if (next.done) return
    reading.sum = crc32(next.value, reading.sum)
    reading.bytes += next.value.length
    onBytes(next.value.length)
    yield next.value
  }
}

async function headOf(pieces: AsyncGenerator<Uint8Array, void>): Promise<Buffer> {
  const head: Uint8Array[] = []
  for (let bytes = 0; bytes < kindBytes;) {
    const next = await pieces.next()
    if (next.done) break
    head.push(next.value)
    bytes += next.value.length
  }
  return Buffer.concat(head)
}

/** Ends right after the limit is passed. */
async function* upTo(limit: number, head: Buffer, pieces: AsyncGenerator<Uint8Array, void>) {
  let bytes = head.length
  yield head
  if (bytes > limit) return
  for (let next = await pieces.next(); !next.done; next = await pieces.next()) {
    bytes += next.value.length
    yield next.value
    if (bytes > limit) return
  }
}

/** Where an archive inside is kept until it has been opened. */
export function archivePlace(folder: string, number: number): string {
  return join(folder, `${number}.archive`)
}
