import { join } from 'node:path'
import { areDependenciesInstalled, installDependencies } from './dependencies.mjs'
import { chooseLibrary, detectGpu, deviceInUse } from './device.mjs'
import { readJson, writeJson } from './files.mjs'
import { withLock } from './lock.mjs'
import { currentNative, provideNative } from './native.mjs'
import { askedDevice } from './options.mjs'
import { cacheFolder, root, setupFile } from './paths.mjs'
import { say, setupError } from './report.mjs'
import { version } from './wheels.mjs'

/**
 * What set-up says to the rest of Thaw, in node_modules/.cache/thaw/setup.json.
 *
 * @typedef {object} Setup
 * @property {'cpu' | 'gpu'} device
 * @property {string} reason
 * @property {import('./device.mjs').Asked} asked
 * @property {string} library
 * @property {string} version TensorFlow's
 * @property {string} kernels `built`, or why Thaw's own kernels are not in the binding
 */

/**
 * Makes this checkout ready to run: does what is missing, in order, and nothing else.
 *
 * @param {string[]} parameters
 * @returns {Promise<Setup>}
 */
export async function setUp(parameters) {
  /** @type {Setup | null} */
  const before = readJson(setupFile)
  const asked = askedDevice(parameters, process.env, before?.asked)
  const { platform, arch } = process
  const choice = chooseLibrary({ platform, arch, asked, gpu: await detectGpu() })
  const { library } = choice
  if (library === null) throw setupError(`Thaw cannot be set up here: ${choice.reason}.`)
  const current = areDependenciesInstalled(root) ? await currentNative(cacheFolder(), library) : null
  const built = current ?? (await withLock(join(cacheFolder(), 'setup.lock'), () => provide(library, choice)))
  const setup = { ...deviceInUse(choice, built.gpu === true), asked, library, version, kernels: built.kernels }
  // Read again: installing packages empties node_modules.
  if (JSON.stringify(readJson(setupFile)) !== JSON.stringify(setup)) writeJson(setupFile, setup)
  return setup
}

/**
 * @param {import('./device.mjs').Library} library
 * @param {import('./device.mjs').Choice} choice
 */
async function provide(library, { untried, reason }) {
  if (untried) say(`${process.platform} ${process.arch} is untried: nobody has run Thaw on it yet`)
  say(`TensorFlow ${version}, ${library}: ${reason}`)
  await installDependencies(root)
  return provideNative(cacheFolder(), library)
}
