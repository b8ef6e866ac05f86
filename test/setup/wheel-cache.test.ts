import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, watch, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { sha256 } from '../../scripts/setup/files.mjs'
import { findPython } from '../../scripts/setup/python.mjs'
import { isUnpacked, partsOfName, unpackedFolder } from '../../scripts/setup/wheel-cache.mjs'
import type { Wheel } from '../../scripts/setup/wheels.mjs'

const name = 'parts-1.0-py3-none-manylinux_2_27_x86_64.whl'
const standIns = join(import.meta.dirname, 'stand-ins')
const module = pathToFileURL(join(import.meta.dirname, '../../scripts/setup/wheel-cache.mjs')).href

let folder: string
let cache: string
let wheel: Wheel
let environment: NodeJS.ProcessEnv

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'thaw-'))
  cache = join(folder, 'cache')
  const file = join(folder, name)
  const python = await findPython()
  mkdirSync(join(folder, 'parts'))
  writeFileSync(join(folder, 'parts', 'library.so'), Buffer.alloc(2_000_000, 7))
  writeFileSync(join(folder, 'parts', 'unused.py'), 'x = 1\n')
  execFileSync(python, ['-m', 'zipfile', '-c', file, 'parts/'], { cwd: folder })
  wheel = { file: name, sha256: hashOf(file), parts: ['parts/library.so'] }
  environment = {
    ...process.env,
    PATH: `${standIns}${delimiter}${process.env['PATH']}`,
    REAL_PYTHON: python,
    STAND_IN_LOG: join(folder, 'log'),
    WHEEL: file,
  }
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const hashOf = (file: string) => execFileSync('sha256sum', [file], { encoding: 'utf8' }).slice(0, 64)
const calls = () => readFileSync(join(folder, 'log'), 'utf8').trim().split('\n')
const script = () =>
  `import { provideWheel } from ${JSON.stringify(module)}
   await provideWheel(${JSON.stringify(cache)}, ${JSON.stringify(wheel)})`
const parameters = () => ['--input-type=module', '-e', script()]
const provide = () => spawnSync(process.execPath, parameters(), { env: environment, encoding: 'utf8' })

/** Starts the step, waits until it is half way, and kills everything that belongs to it. */
async function killedDuring(step: 'download' | 'unpack'): Promise<void> {
  const reached = new Promise<void>((resolve) => {
    const watcher = watch(folder, (_, changed) => {
      if (changed !== 'log.hangs') return
      watcher.close()
      resolve()
    })
  })
  const env = { ...environment, STAND_IN_HANGS: step }
  const child = spawn(process.execPath, parameters(), { env, detached: true, stdio: 'ignore' })
  const ended = new Promise((resolve) => child.on('close', resolve))
  await reached
  process.kill(-(child.pid ?? 0), 'SIGKILL')
  await ended
}

test('only the parts that are asked for are unpacked, and the wheel is not kept', () => {
  expect(provide().status).toBe(0)
  const unpacked = unpackedFolder(cache, wheel)
  expect(readFileSync(join(unpacked, 'parts', 'library.so'))).toHaveLength(2_000_000)
  expect(existsSync(join(unpacked, 'parts', 'unused.py'))).toBe(false)
  expect(existsSync(join(cache, 'downloads', name))).toBe(false)
  expect(isUnpacked(cache, wheel)).toBe(true)
})

test('what is there is not fetched again', () => {
  provide()
  provide()
  expect(calls()).toEqual(['download', 'unpack'])
})

test('a download that was killed leaves nothing that looks whole, and is repeated', async () => {
  await killedDuring('download')
  expect(existsSync(join(cache, 'downloads', name))).toBe(false)
  expect(isUnpacked(cache, wheel)).toBe(false)
  expect(provide().status).toBe(0)
  expect(isUnpacked(cache, wheel)).toBe(true)
  expect(calls()).toEqual(['download', 'download', 'unpack'])
})

test('an unpacking that was killed leaves nothing that looks whole, and does not repeat the download', async () => {
  await killedDuring('unpack')
  expect(existsSync(unpackedFolder(cache, wheel))).toBe(false)
  expect(provide().status).toBe(0)
  expect(isUnpacked(cache, wheel)).toBe(true)
  expect(existsSync(join(unpackedFolder(cache, wheel), 'half-a-library'))).toBe(false)
  expect(calls()).toEqual(['download', 'unpack', 'unpack'])
})

test('a wheel with another hash is refused', () => {
  const expected = wheel.sha256
  wheel = { ...wheel, sha256: sha256('something else') }
  const { status, stderr } = provide()
  expect(status).toBe(1)
  expect(stderr).toContain(`${name} has SHA-256 ${expected}; expected ${wheel.sha256}`)
  expect(isUnpacked(cache, wheel)).toBe(false)
})

test('a library that was cut short afterwards is seen and made again', () => {
  provide()
  truncateSync(join(unpackedFolder(cache, wheel), 'parts', 'library.so'), 1000)
  expect(isUnpacked(cache, wheel)).toBe(false)
  expect(provide().status).toBe(0)
  expect(isUnpacked(cache, wheel)).toBe(true)
})

test("a wheel's name says what pip is asked for", () => {
  expect(partsOfName('nvidia_cufft_cu12-11.4.1.4-py3-none-manylinux2014_x86_64.manylinux_2_17_x86_64.whl')).toEqual({
    requirement: 'nvidia_cufft_cu12==11.4.1.4',
    platforms: ['manylinux2014_x86_64', 'manylinux_2_17_x86_64'],
  })
})
