import { existsSync, readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { bindingFile, buildBinding, currentBinding, noteBinding } from './binding.mjs'
import { cudaWheels } from './cuda-wheels.mjs'
import { isLinked, linkLibrary, linksOf } from './link-library.mjs'
import { bindingPackage } from './paths.mjs'
import { ask } from './processes.mjs'
import { findPythonLibrary } from './python.mjs'
import { say, setupError } from './report.mjs'
import { runtimeNode } from './runtime.mjs'
import { isUnpacked, provideWheel } from './wheel-cache.mjs'
import { tensorflowWheels } from './wheels.mjs'

const deps = join(bindingPackage, 'deps')
const selfTest = fileURLToPath(new URL('self-test.cjs', import.meta.url))

/**
 * Whether TensorFlow's library is there and linked, and the binding is built from what lies here now and has passed its test.
 *
 * @param {string} cache
 * @param {import('./device.mjs').Library} library
 * @returns {Promise<import('./binding.mjs').Built | null>} the binding; null when there is something to do
 */
export async function currentNative(cache, library) {
  const { tensorflow, cuda } = wheelsOf(library)
  const whole = [tensorflow, ...cuda].every((wheel) => isUnpacked(cache, wheel))
  if (!whole || !isLinked(deps, await linksHere(cache, tensorflow, cuda))) return null
  const built = await currentBinding(tensorflow.sha256)
  return built?.tensorflow ? built : null
}

/**
 * Fetches what is missing of the library, links it, builds the binding and tests it. The caller holds the lock.
 *
 * @param {string} cache
 * @param {import('./device.mjs').Library} library
 * @returns {Promise<import('./binding.mjs').Built>}
 */
export async function provideNative(cache, library) {
  const { tensorflow, cuda } = wheelsOf(library)
  for (const wheel of [tensorflow, ...cuda]) await provideWheel(cache, wheel)
  const links = await linksHere(cache, tensorflow, cuda)
  if (!isLinked(deps, links)) linkLibrary(deps, links)
  const built = (await currentBinding(tensorflow.sha256)) ?? (await buildBinding(tensorflow.sha256))
  const tested = await test(built)
  if (tested) return tested
  const without = 'left out: with them the self test failed'
  say(`building the binding again without Thaw's own kernels, ${without}`)
  const plain = built.kernels === 'built' ? await test(await buildBinding(tensorflow.sha256, { without })) : null
  if (plain) return plain
  throw setupError(
    'TensorFlow does not compute what it should: see above.',
    'Please report this, with the lines above.',
  )
}

/**
 * @param {import('./binding.mjs').Built} built
 * @returns {Promise<import('./binding.mjs').Built | null>} null when it failed
 */
async function test(built) {
  const { status, output, errors } = await ask(runtimeNode().program, [selfTest, bindingFile()])
  if (status !== 0) {
    say(`self test failed (status ${status}): ${errors.trim()}`)
    return null
  }
  const { tensorflow, gpu } = JSON.parse(output)
  say(`self test passed: TensorFlow ${tensorflow} on the ${gpu ? 'GPU' : 'CPU'}`)
  const tested = { ...built, tensorflow, gpu }
  noteBinding(tested)
  return tested
}

/** @param {import('./device.mjs').Library} library */
function wheelsOf(library) {
  return { tensorflow: tensorflowWheels[library], cuda: library === 'linux-x64-cuda' ? cudaWheels : [] }
}

/**
 * @param {string} cache
 * @param {import('./wheels.mjs').Wheel} tensorflow
 * @param {import('./wheels.mjs').Wheel[]} cuda
 */
async function linksHere(cache, tensorflow, cuda) {
  const links = linksOf(cache, tensorflow, cuda, process.platform, listFolder)
  return process.platform === 'win32' ? { ...links, 'lib/python312.dll': await findPythonLibrary() } : links
}

/** @param {string} folder */
function listFolder(folder) {
  return existsSync(folder) ? readdirSync(folder).filter((name) => basename(name) !== '__init__.py') : []
}
