import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect } from 'vitest'
import { failureOf, ThawError, unwatched } from '../../contract/index.ts'
import { publishStaged, stageArchives, usualLimits } from '../../main/dataset/archives/index.ts'
import { randomStream } from '../../main/network/index.ts'
import { listFiles } from '../../main/dataset/list-files.ts'
import { inspectFile } from '../../main/dataset/inspect.ts'
import { tarOf, zipOf } from './archives.ts'
import { heic } from './heic.ts'
import { hashTree, jpeg, picture, temporaryFolder } from './photographs.ts'

/** A small whole file of each kind that an import reads, by its ending. */
export async function wholeFiles(): Promise<Record<string, Buffer>> {
  const photo = await jpeg(24, 18, 1)
  const entries = ['cats/1.jpg', 'dogs/2.jpg', 'dogs/3.jpg'].map((name) => ({ name, content: photo }))
  const nested = zipOf([{ name: 'in.zip', content: zipOf(entries) }, ...entries])
  const made = (format: 'png' | 'webp' | 'gif' | 'tiff' | 'avif') => picture(24, 18, 2).toFormat(format).toBuffer()
  return {
    zip: nested,
    tar: tarOf(entries),
    tgz: gzipSync(tarOf(entries)),
    jpg: photo,
    png: await made('png'),
    webp: await made('webp'),
    gif: await made('gif'),
    tiff: await made('tiff'),
    avif: await made('avif'),
    heic: heic({ turns: 1 }),
  }
}

const archives = ['zip', 'tar', 'tgz']

/**
 * Imports damaged bytes as a file of this kind, and fails the test when that crashes, writes anywhere else, or loses a file
 * in silence. Answers whether anything came of it.
 */
export async function tryImport(kind: string, bytes: Uint8Array): Promise<boolean> {
  const folder = temporaryFolder()
  const given = join(folder, 'given')
  mkdirSync(given)
  const file = join(given, `a.${kind}`)
  writeFileSync(file, bytes)
  const before = hashTree(given)
  const out = join(folder, 'out')
  const good = archives.includes(kind) ? await tryArchive(file, out) : 'sha256' in (await inspectFile(file))
  expect(hashTree(given), 'what is imported is only read').toBe(before)
  expect(readdirSync(folder).filter((name) => name !== 'given' && name !== 'out')).toEqual([])
  return good
}

async function tryArchive(file: string, out: string): Promise<boolean> {
  try {
    const limits = { ...usualLimits, bytes: 2e7 }
    const staged = await stageArchives({ archives: [file], out, limits, work: unwatched() })
    const place = await publishStaged(staged, out)
    expect(readdirSync(out)).toEqual(['photographs'])
    const { files } = await listFiles(place, unwatched())
    const left = staged.unpacked.flatMap((archive) => archive.left.map((entry) => entry.file))
    const there = files.filter(({ refusal }) => !refusal).map((entry) => entry.file)
    expect(there).toHaveLength(staged.unpacked[0]!.unpacked)
    expect(files).toHaveLength(new Set([...there, ...left]).size)
    return true
  } catch (error) {
    if (!(error instanceof ThawError)) throw error
    expect(failureOf(error)).toMatchObject({ code: expect.any(String), file: expect.any(String) })
    expect(existsSync(out) ? readdirSync(out) : []).toEqual([])
    return false
  }
}

/** Bytes turned, blown up, zeroed, cut out, doubled or cut off, one to four times; the same seed gives the same. */
export function damaged(whole: Buffer, seed: number): Buffer {
  const random = randomStream('damage', seed)
  const below = (limit: number): number => Math.floor(random() * Math.max(1, limit))
  let bytes = Buffer.from(whole)
  for (let times = 1 + below(4); times > 0; times--) {
    const [at, length, way] = [below(bytes.length), 1 + below(32), below(8)]
    const rest = bytes.subarray(Math.min(bytes.length, at + length))
    if (way <= 2) bytes[at] = below(256)
    else if (way <= 4) bytes.fill(way === 3 ? 0xff : 0, at, Math.min(bytes.length, at + 1 + below(8)))
    else if (way === 5) bytes = Buffer.concat([bytes.subarray(0, at), rest])
    else if (way === 6) bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(Math.max(0, at - length))])
    else bytes = Buffer.from(bytes.subarray(0, 1 + at))
  }
  return bytes
}
