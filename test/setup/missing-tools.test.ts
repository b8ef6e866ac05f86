import { spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { installerHere, lineFor } from '../../scripts/setup/missing.mjs'

const scripts = join(import.meta.dirname, '../../scripts')

let folder: string
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'thaw-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** A program on the path under test. */
function put(name: string, body: string): void {
  const file = join(folder, name)
  writeFileSync(file, `#!/bin/sh\n${body}\n`)
  chmodSync(file, 0o755)
}

/** What a person sees when a function of set-up fails in an environment that has only what was put there. */
function complaintOf(file: string, call: string): string {
  const code = `import * as step from ${JSON.stringify(pathToFileURL(join(scripts, file)).href)}
    import { reportFailure } from ${JSON.stringify(pathToFileURL(join(scripts, 'setup/report.mjs')).href)}
    try { await step.${call} } catch (error) { reportFailure(error) }`
  const ran = spawnSync(process.execPath, ['--input-type=module', '-e', code], {
    env: { PATH: folder, THAW_CACHE: join(folder, 'cache') },
    encoding: 'utf8',
  })
  expect(ran.status).toBe(1)
  return ran.stderr
}

test('without Python, set-up says which one it needs and the line to type', () => {
  put('apt-get', 'exit 0')
  expect(complaintOf('setup/python.mjs', 'findPip()')).toBe(
    'set-up: Python 3.8 or newer is needed; none is on the path.\nType: sudo apt-get install python3 python3-pip\n',
  )
})

test('a Python that is too old for real Keras is named', () => {
  put('dnf', 'exit 0')
  put('python3', 'echo 3 9')
  expect(complaintOf('setup/python.mjs', 'findPython({ from: 11, to: 13 })')).toBe(
    'set-up: Python 3.11 to 3.13 is needed; only 3.9 is on the path.\nType: sudo dnf install python3 python3-pip\n',
  )
})

test('without pip, it says so', () => {
  put('apt-get', 'exit 0')
  put('python3', 'case "$*" in *version_info*) echo 3 12 ;; *) exit 1 ;; esac')
  const complaint = complaintOf('setup/python.mjs', 'findPip()')
  expect(complaint).toContain('has no pip.\nType: sudo apt-get install python3-pip')
})

test('without venv, the set-up of the tests says so and leaves nothing behind', () => {
  put('apt-get', 'exit 0')
  put('python3', 'case "$*" in *version_info*) echo 3 12 ;; *) exit 1 ;; esac')
  const complaint = complaintOf('tests/environment.mjs', "provideEnvironment('oracle')")
  expect(complaint).toContain('cannot make a virtual environment.\nType: sudo apt-get install python3-venv')
})

test('without a compiler, it says so', () => {
  put('apt-get', 'exit 0')
  const library = JSON.stringify('any')
  expect(complaintOf('setup/binding.mjs', `buildBinding(${library})`)).toContain('Type: sudo apt-get install g++')
})

test('each system gets its own line', () => {
  expect(installerHere('darwin', {})).toBe('brew')
  expect(installerHere('linux', { PATH: folder })).toBe('apt')
  put('dnf', 'exit 0')
  expect(installerHere('linux', { PATH: folder })).toBe('dnf')
  expect(lineFor('compiler', 'dnf')).toBe('Type: sudo dnf install gcc-c++')
  expect(lineFor('compiler', 'brew')).toBe('Type: xcode-select --install')
  expect(installerHere('win32', {})).toBe('winget')
  expect(lineFor('compiler', 'winget')).toBe('Type: winget install BrechtSanders.WinLibs.POSIX.UCRT')
})
