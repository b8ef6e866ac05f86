import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { planBuild } from '../../scripts/setup/build-plan.mjs'
import { compileAll } from '../../scripts/setup/compile-all.mjs'
import { linksOf, place } from '../../scripts/setup/link-library.mjs'
import { findProgram } from '../../scripts/setup/processes.mjs'
import { tensorflowWheels } from '../../scripts/setup/wheels.mjs'

let folder: string
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'thaw-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const planned = () =>
  planBuild({
    platform: 'win32',
    arch: 'x64',
    bindingPackage: 'package',
    nodeHeaders: 'headers/include',
    kernelFolder: 'kernels',
    kernels: [],
    objectFolder: folder,
    output: join(folder, 'tfjs_binding.node'),
  })

test("the binding is made of tfjs-node's sources, Node's functions wherever they are, and TensorFlow's import library", async () => {
  await compileAll(join(import.meta.dirname, 'stand-ins', 'compiler'), planned())
  const linked = readFileSync(join(folder, 'tfjs_binding.node'), 'utf8')
  expect(linked).toMatch(/^-shared -static .*-ldelayimp package\/deps\/lib\/_pywrap_tensorflow_common\.dll\.if\.lib -o/)
  for (const { output } of planned().objects) expect(linked).toContain(output)
  const made = (name: string) => readFileSync(join(folder, name), 'utf8')
  expect(made('0.o')).toContain('-c package/binding/tfjs_backend.cc')
  expect(made('2.o')).toMatch(/-c \S+windows-delay-load\.cc/)
  expect(made('node_api.a')).toBe(`dlltool: -d headers/include/../def/node_api.def -y ${join(folder, 'node_api.a')}\n`)
})

test('what the binding is linked with is what the wheel is unpacked for', () => {
  const wheel = tensorflowWheels['win32-x64-cpu']
  const links = linksOf('cache', wheel, [], 'win32', () => [])
  const parts = wheel.parts.map((part) => join('cache', 'libraries', wheel.file.replace('.whl', ''), part))
  expect(Object.values(links).toSorted()).toEqual(parts.map((part) => part.replace(/\/$/, '')).toSorted())
  expect(Object.keys(links)).toContain('lib/_pywrap_tensorflow_common.dll.if.lib')
})

test('a library gets a second name without a symbolic link, which needs a right on Windows', () => {
  const library = join(folder, 'a.dll')
  writeFileSync(library, 'library')
  place(library, join(folder, 'b.dll'), 'win32')
  expect(statSync(join(folder, 'b.dll')).ino).toBe(statSync(library).ino)
  mkdirSync(join(folder, 'include'))
  place(join(folder, 'include'), join(folder, 'headers'), 'win32')
  expect(statSync(join(folder, 'headers')).isDirectory()).toBe(true)
})

test('a program of Windows is found by its name without .exe', () => {
  writeFileSync(join(folder, 'python.exe'), '', { mode: 0o755 })
  expect(findProgram('python', { PATH: folder }, 'win32')).toBe(join(folder, 'python.exe'))
  expect(findProgram('python', { PATH: folder }, 'linux')).toBeNull()
})
