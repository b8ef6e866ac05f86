import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { bindingFile, buildBinding, currentBinding, type Place } from '../../scripts/setup/binding.mjs'
import { planBuild, type KernelObject } from '../../scripts/setup/build-plan.mjs'

let folder: string
let place: Place

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'thaw-'))
  place = {
    bindingPackage: join(folder, 'package'),
    nodeHeaders: join(folder, 'headers'),
    kernelFolder: join(folder, 'kernels'),
    objectFolder: join(folder, 'build'),
  }
  for (const sources of [join(place.bindingPackage, 'binding'), place.kernelFolder])
    mkdirSync(sources, { recursive: true })
  writeFileSync(join(place.bindingPackage, 'binding', 'tfjs_backend.cc'), '// backend')
  writeFileSync(join(place.kernelFolder, 'good.cc'), '// good')
  list([{ source: 'good.cc', name: 'good' }])
  vi.stubEnv('CXX', join(import.meta.dirname, 'stand-ins', 'compiler'))
  vi.spyOn(process.stderr, 'write').mockReturnValue(true)
})
afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true, force: true })
})

function list(objects: KernelObject[]): void {
  writeFileSync(join(place.kernelFolder, 'sources.json'), JSON.stringify({ objects }))
}
const linked = () => readFileSync(bindingFile(place), 'utf8')

test('the kernels are linked into the binding', async () => {
  const built = await buildBinding('library', { place })
  expect(built.kernels).toBe('built')
  expect(linked()).toContain('good.o')
  expect(existsSync(place.objectFolder)).toBe(false)
})

test('kernels that do not compile leave a binding without them, and the reason', async () => {
  list([
    { source: 'good.cc', name: 'good' },
    { source: 'broken.cc', name: 'broken' },
  ])
  const built = await buildBinding('library', { place })
  expect(built.kernels).toMatch(/^not built: compiler could not make broken\.o: broken\.cc:1:1: error/)
  expect(linked()).not.toContain('good.o')
  expect(linked()).toContain('tfjs_backend.cc.o')
  expect((await currentBinding('library', place))?.kernels).toBe(built.kernels)
})

test('the binding is built again when a source, the list, the library or the compiler changes, and else not', async () => {
  const current = async (library = 'library') => (await currentBinding(library, place)) !== null
  expect(await current()).toBe(false)
  await buildBinding('library', { place })
  expect(await current()).toBe(true)
  expect(await current('another library')).toBe(false)

  writeFileSync(join(place.kernelFolder, 'good.cc'), '// better')
  expect(await current()).toBe(false)
  await buildBinding('library', { place })

  list([{ source: 'good.cc', name: 'good', flags: ['-O3'] }])
  expect(await current()).toBe(false)
  await buildBinding('library', { place })

  vi.stubEnv('STAND_IN_VERSION', '2.0')
  expect(await current()).toBe(false)
})

test('a kernel is compiled only for the processors it names', () => {
  const kernels = [
    { source: 'a.cc', name: 'anywhere' },
    { source: 'a.cc', name: 'avx2', flags: ['-mavx2'], defines: ['KIND=avx2'], archs: ['x64'] },
  ]
  const objects = (arch: string) =>
    planBuild({ ...place, platform: 'linux', arch, kernels, output: 'out.node' }).objects.map(({ output }) => output)
  expect(objects('arm64').some((file) => file.endsWith('/avx2.o'))).toBe(false)
  expect(objects('x64').some((file) => file.endsWith('/avx2.o'))).toBe(true)
  expect(objects('arm64').some((file) => file.endsWith('/anywhere.o'))).toBe(true)
})
