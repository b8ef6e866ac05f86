import { createReadStream } from 'node:fs'
import { open, type FileHandle } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { createInflateRaw } from 'node:zlib'
import { pipeline } from 'node:stream'
import type { ArchiveNotes, Member } from './member.ts'
import { namesOf } from './zip-names.ts'

/** APPNOTE 4.3.7: a local header's fixed part. */
const headerBytes = 30
const signature = Buffer.from('PK\x03\x04', 'latin1')
const windowBytes = 1 << 20

interface Local {
  raw: Buffer
  flags: number
  extra: { id: number; data: Buffer }[]
  method: number
  crc32: number
  packed: number
  bytes: number
  /** Where its data begins. */
  data: number
  /** Whether its sizes are said here, not behind its data. */
  sized: boolean
}

/**
 * The members of a zip without its directory, from the headers before each. One whose header does not say how long it is
 * ends where its compressed data does, or, stored, where the next begins.
 */
export async function* salvageZip(path: string, notes: ArchiveNotes): AsyncGenerator<Member> {
  const file = await open(path, 'r')
  try {
    const { size } = await file.stat()
    const locals: Local[] = []
    for (let at = await find(file, signature, 0, size); at !== -1;) {
      const local = await readLocal(file, at, size)
      if (local) locals.push(local)
      const after = local ? local.data + (local.sized ? local.packed : 0) : at + 4
      at = await find(file, signature, Math.min(after, size), size)
    }
    const nameOf = namesOf(locals, notes)
    for (const [index, local] of locals.entries()) {
      const end = locals[index + 1]?.data ?? size
      yield memberOf(path, local, nameOf(local), Math.min(size, end))
    }
  } finally {
    await file.close()
  }
}

async function readLocal(file: FileHandle, at: number, size: number): Promise<Local | null> {
  const head = Buffer.alloc(headerBytes)
  if ((await file.read(head, 0, headerBytes, at)).bytesRead < headerBytes) return null
  const [nameBytes, extraBytes] = [head.readUInt16LE(26), head.readUInt16LE(28)]
  const data = at + headerBytes + nameBytes + extraBytes
  if (nameBytes === 0 || data > size) return null
  const rest = Buffer.alloc(nameBytes + extraBytes)
  await file.read(rest, 0, rest.length, at + headerBytes)
  const extra = extraFields(rest.subarray(nameBytes))
  const flags = head.readUInt16LE(6)
  let [packed, bytes] = [head.readUInt32LE(18), head.readUInt32LE(22)]
  const long = extra.find(({ id, data: field }) => id === 1 && field.length >= 16)?.data
  if (long && packed === 0xffffffff)
    [bytes, packed] = [Number(long.readBigUInt64LE(0)), Number(long.readBigUInt64LE(8))]
  const sized = (flags & 8) === 0
  const raw = rest.subarray(0, nameBytes)
  return { raw, flags, extra, method: head.readUInt16LE(8), crc32: head.readUInt32LE(14), packed, bytes, data, sized }
}

function extraFields(bytes: Buffer): Local['extra'] {
  const fields: Local['extra'] = []
  for (let at = 0; at + 4 <= bytes.length;) {
    const length = bytes.readUInt16LE(at + 2)
    fields.push({ id: bytes.readUInt16LE(at), data: bytes.subarray(at + 4, at + 4 + length) })
    at += 4 + length
  }
  return fields
}

function memberOf(archive: string, local: Local, path: string, end: number): Member {
  const { method, packed, bytes, data, sized, flags } = local
  if (/[/\\]$/.test(path)) return { path, kind: 'folder', bytes: 0, packed: 0 }
  const member: Member = { path, kind: 'file', bytes: sized ? bytes : null, packed: sized ? packed : end - data }
  if (flags & 1)
    return { ...member, refusal: { reason: 'encrypted', detail: 'Its archive protects it with a password.' } }
  const isStored = method === 0
  if (!isStored && method !== 8) {
    return { ...member, refusal: { reason: 'unsupported-format', detail: `It is compressed by method ${method}.` } }
  }
  if (!sized && isStored) {
    return { ...member, refusal: { reason: 'damaged', detail: 'Its archive does not say any more how long it is.' } }
  }
  const last = Math.min(end, sized ? data + packed : end)
  return {
    ...member,
    ...(sized && { crc32: local.crc32 }),
    open: () => {
      if (last <= data) return Promise.resolve(Readable.from([]))
      const packedStream = createReadStream(archive, { start: data, end: last - 1 })
      if (isStored) return Promise.resolve(packedStream)
      const inflate = createInflateRaw()
      pipeline(packedStream, inflate, () => {})
      return Promise.resolve(inflate)
    },
  }
}

/** Where `wanted` next stands from `from` on, or -1. */
async function find(file: FileHandle, wanted: Buffer, from: number, size: number): Promise<number> {
  const window = Buffer.alloc(windowBytes)
  for (let at = from; at < size; at += windowBytes - wanted.length) {
    const { bytesRead } = await file.read(window, 0, windowBytes, at)
    const found = window.subarray(0, bytesRead).indexOf(wanted)
    if (found !== -1) return at + found
    if (bytesRead < windowBytes) return -1
  }
  return -1
}
