import { open } from 'node:fs/promises'

export type ArchiveKind = 'zip' | 'tar' | 'gzip' | 'xz' | 'bzip2'

/** How many of a file's first bytes `archiveKind` wants to see: a tar says what it is behind its first name. */
export const kindBytes = 512

const magic: [ArchiveKind | 'other', string][] = [
  ['zip', '504b0304'],
  ['zip', '504b0506'],
  ['zip', '504b0708'],
  ['gzip', '1f8b08'],
  ['xz', 'fd377a585a00'],
  ['bzip2', '425a68'],
  ['other', '377abcaf271c'],
  ['other', '526172211a07'],
  ['other', '28b52ffd'],
]

/** What an archive is, from its first bytes; `other`: one that is not read (7z, RAR, zstd); null: none. */
export function archiveKind(head: Uint8Array): ArchiveKind | 'other' | null {
  const hex = Buffer.from(head.subarray(0, 8)).toString('hex')
  const found = magic.find(([, start]) => hex.startsWith(start))?.[0]
  if (found) return found
  return isTarHeader(head) ? 'tar' : null
}

/** Its checksum: the sum of its bytes, its own eight taken as blanks. */
export function isTarHeader(block: Uint8Array): boolean {
  if (block.length < 512 || block[0] === 0) return false
  const text = Buffer.from(block.subarray(148, 156)).toString('latin1').replace(/\0.*$/, '').trim()
  if (!/^[0-7]+$/.test(text)) return false
  let sum = 8 * 32
  for (let at = 0; at < 512; at++) if (at < 148 || at >= 156) sum += block[at] ?? 0
  return sum === parseInt(text, 8)
}

/** Zips by their structure that nobody means as one. */
const otherZips = /\.(?:docx|xlsx|pptx|odt|ods|odp|jar|apk|epub|npz|keras|whl|pages|numbers|key|kmz|sketch)$/i

export function isMeantAsArchive(name: string): boolean {
  return !otherZips.test(name)
}

/** Whether a file is an archive, by its content; by its name where its beginning is lost. */
export async function archiveKindOf(path: string): Promise<ArchiveKind | 'other' | null> {
  const file = await open(path, 'r')
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(kindBytes), 0, kindBytes, 0)
    return archiveKind(buffer.subarray(0, bytesRead)) ?? kindOfName(path)
  } finally {
    await file.close()
  }
}

function kindOfName(path: string): ArchiveKind | null {
  const named: [RegExp, ArchiveKind][] = [
    [/\.zip$/i, 'zip'],
    [/\.(?:tgz|gz)$/i, 'gzip'],
    [/\.(?:txz|xz)$/i, 'xz'],
    [/\.(?:tbz2?|bz2)$/i, 'bzip2'],
    [/\.tar$/i, 'tar'],
  ]
  return named.find(([pattern]) => pattern.test(path))?.[1] ?? null
}

/** An archive's name without its ending, for the folder that gets its files. */
export function stemOf(name: string): string {
  return name.replace(/\.(?:zip|tar|tgz|txz|tbz2?|(?:tar\.)?(?:gz|xz|bz2))$/i, '') || name
}
