import {
  existsSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { failureOf, unwatched } from '../../contract/index.ts'
import {
  cacheFolder,
  hashBytes,
  hashFile,
  writeAtomically,
  writeFolderAtomically,
  writeTogether,
} from '../../main/files/index.ts'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'thaw-'))
})

afterEach(() => rmSync(folder, { recursive: true }))

test('a file is written whole, with the folders above it, and nothing is left beside it', async () => {
  const path = join(folder, 'a', 'b', 'run.json')
  await writeAtomically(path, '{}')
  await writeAtomically(path, new Uint8Array([65, 66, 67]).subarray(1))
  expect(readFileSync(path, 'utf8')).toBe('BC')
  expect(readdirSync(join(folder, 'a', 'b'))).toEqual(['run.json'])
})

test('writing through a link keeps the link', async () => {
  const path = join(folder, 'real.txt')
  writeFileSync(path, 'old')
  symlinkSync(path, join(folder, 'link.txt'))
  await writeAtomically(join(folder, 'link.txt'), 'new')
  expect(lstatSync(join(folder, 'link.txt')).isSymbolicLink()).toBe(true)
  expect(readFileSync(path, 'utf8')).toBe('new')
})

test('a path that cannot be written to is named with a remedy', async () => {
  writeFileSync(join(folder, 'file'), '')
  const path = join(folder, 'file', 'run.json')
  const failure = failureOf(await writeAtomically(path, '').catch((error: unknown) => error))
  expect(failure).toMatchObject({ code: 'cannot-write', file: path, found: 'EEXIST' })
  expect(failure.remedy).toBeTruthy()
})

test('of files that are written together none takes its name where one cannot be written', async () => {
  const [first, last] = [join(folder, 'first'), join(folder, 'last')]
  await writeTogether([
    { path: first, data: 'old' },
    { path: last, data: [new Uint8Array([65]), new Uint8Array([66])] },
  ])
  expect([first, last].map((path) => readFileSync(path, 'utf8'))).toEqual(['old', 'AB'])
  const none = join(first, 'below-a-file')
  const failure = failureOf(
    await writeTogether([
      { path: first, data: 'new' },
      { path: none, data: '' },
      { path: last, data: 'new' },
    ]).catch((error: unknown) => error),
  )
  expect(failure).toMatchObject({ code: 'cannot-write', file: none })
  expect([first, last].map((path) => readFileSync(path, 'utf8'))).toEqual(['old', 'AB'])
  expect(readdirSync(folder).sort()).toEqual(['first', 'last'])
})

test('a folder appears whole or not at all, and the first one stays', async () => {
  const path = join(folder, 'samples')
  const broken = writeFolderAtomically(path, async (temporary) => {
    writeFileSync(join(temporary, 'half'), '')
    throw new Error('stopped')
  })
  await expect(broken).rejects.toThrow('stopped')
  expect(readdirSync(folder)).toEqual([])
  await writeFolderAtomically(path, async (temporary) => {
    writeFileSync(join(temporary, 'first'), '')
    expect(existsSync(path)).toBe(false)
  })
  await writeFolderAtomically(path, async (temporary) => writeFileSync(join(temporary, 'second'), ''))
  expect(readdirSync(folder)).toEqual(['samples'])
  expect(readdirSync(path)).toEqual(['first'])
})

test('hashes are those of the standards, of bytes and of files', async () => {
  const path = join(folder, 'abc')
  writeFileSync(path, 'abc')
  const sha256 = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'
  expect(hashBytes(Buffer.from('abc'))).toBe(sha256)
  expect(await hashFile(path)).toBe(sha256)
  expect(await hashFile(path, { algorithm: 'md5' })).toBe('900150983cd24fb0d6963f7d28e17f72')
})

test('hashing a file of several megabytes reports its bytes and can be stopped', async () => {
  const path = join(folder, 'large')
  writeFileSync(path, Buffer.alloc(2_500_000, 7))
  const reports: number[] = []
  const stop = new AbortController()
  await hashFile(path, { work: { ...unwatched(), progress: (_step, done) => reports.push(done) } })
  expect(reports.at(-1)).toBe(2_500_000)
  const work = { ...unwatched(), signal: stop.signal, progress: () => stop.abort() }
  await expect(hashFile(path, { work })).rejects.toThrow(stop.signal.reason)
})

test('the cache is where the system keeps caches, or where THAW_CACHE says', () => {
  expect(cacheFolder({ THAW_CACHE: folder }, 'linux')).toBe(folder)
  expect(cacheFolder({ XDG_CACHE_HOME: folder }, 'linux')).toBe(join(folder, 'thaw'))
  expect(cacheFolder({}, 'linux')).toBe(join(homedir(), '.cache', 'thaw'))
  expect(cacheFolder({}, 'darwin')).toBe(join(homedir(), 'Library', 'Caches', 'thaw'))
  expect(cacheFolder({ LOCALAPPDATA: folder }, 'win32')).toBe(join(folder, 'thaw', 'cache'))
})
