import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { hashBytes, writeAtomically } from '../../files/index.ts'
import { lookBytes, packLook, unpackLook, type Look } from './look.ts'
import type { Taken } from './taken.ts'

/** What is kept of a photograph's content beside dataset.json, so that no check has to read it again. */
export interface Seen {
  look: Look
  /** The decoder's name for the format: jpeg, png, … */
  format: string
  /** 8 hexadecimal digits that stand for the camera; empty: unknown. */
  camera: string
  /** Seconds since 1970 by the camera's clock; null: unknown. */
  taken: number | null
}

/** By sha256 of the content. */
export type Looks = Map<string, Seen>

const fileName = 'looks.bin'
/** Names the layout and everything that decides a look's bits. */
const magic = Buffer.from('thawlok1')
const formatBytes = 8
const rowBytes = 32 + lookBytes + formatBytes + 4 + 8

export function seenOf(look: Look, format: string, { camera, time }: Taken): Seen {
  return { look, format, camera: camera && hashBytes(Buffer.from(camera)).slice(0, 8), taken: time }
}

/** The looks kept in the folder `dir`. What is not there or not whole is made again, and is no error. */
export async function readLooks(dir: string): Promise<Looks> {
  const looks: Looks = new Map()
  const bytes = await readFile(join(dir, fileName)).catch(() => null)
  if (!bytes?.subarray(0, magic.length).equals(magic)) return looks
  for (let at = magic.length; at + rowBytes <= bytes.length; at += rowBytes) {
    const rest = at + 32 + lookBytes
    const taken = bytes.readDoubleLE(rest + formatBytes + 4)
    const camera = bytes.toString('hex', rest + formatBytes, rest + formatBytes + 4)
    looks.set(bytes.toString('hex', at, at + 32), {
      look: unpackLook(bytes, at + 32),
      format: bytes.toString('latin1', rest, rest + formatBytes).replace(/\0+$/, ''),
      camera: camera === '00000000' ? '' : camera,
      taken: Number.isNaN(taken) ? null : taken,
    })
  }
  return looks
}

/** Keeps the looks of `contents`, whole or not at all. Throws `cannot-write`. */
export async function writeLooks(dir: string, looks: Looks, contents: ReadonlySet<string>): Promise<void> {
  const kept = [...contents].flatMap((sha256) => {
    const seen = looks.get(sha256)
    return seen ? [{ sha256, seen }] : []
  })
  const bytes = Buffer.alloc(magic.length + kept.length * rowBytes)
  magic.copy(bytes)
  kept.forEach(({ sha256, seen }, index) => {
    const at = magic.length + index * rowBytes
    bytes.write(sha256, at, 'hex')
    packLook(seen.look, bytes, at + 32)
    const rest = at + 32 + lookBytes
    bytes.write(seen.format, rest, formatBytes, 'latin1')
    bytes.write(seen.camera, rest + formatBytes, 'hex')
    bytes.writeDoubleLE(seen.taken ?? NaN, rest + formatBytes + 4)
  })
  await writeAtomically(join(dir, fileName), bytes)
}
