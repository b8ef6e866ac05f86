import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import { noKernelsOnWindows } from './build-plan-windows.mjs'
import { inputsOf, kernelObjects, planHere } from './binding-inputs.mjs'
import { compileAll } from './compile-all.mjs'
import { compilerMissing, findCompiler } from './compiler.mjs'
import { readJson, writeJson } from './files.mjs'
import { bindingPackage, root, stateFolder } from './paths.mjs'
import { say } from './report.mjs'

/**
 * Where the binding is built, from what.
 *
 * @typedef {object} Place
 * @property {string} bindingPackage tfjs-node's folder, with TensorFlow in deps/
 * @property {string} nodeHeaders
 * @property {string} kernelFolder our own kernels, listed in its sources.json
 * @property {string} objectFolder emptied before and after
 */

/** @type {Place} */
export const here = {
  bindingPackage,
  nodeHeaders: join(root, 'node_modules', 'node-api-headers', 'include'),
  kernelFolder: join(root, 'main', 'tensorflow', 'kernels'),
  objectFolder: join(stateFolder, 'build'),
}

/**
 * What is known of the binding that lies there.
 *
 * @typedef {object} Built
 * @property {string} inputs hash of everything that it was made of
 * @property {string} compiler
 * @property {string} kernels `built`, or why our own kernels are not in it
 * @property {string} [tensorflow] the version that answered the self test; missing until it has passed
 * @property {boolean} [gpu] whether that was on a GPU
 */

/** @param {Place} place */
export const bindingFile = (place = here) => join(place.bindingPackage, 'lib', 'napi-v8', 'tfjs_binding.node')

/** @param {Place} place */
const markerFile = (place) => join(place.bindingPackage, 'lib', 'napi-v8', 'thaw.json')

/**
 * The binding as it lies there; null when it is missing or was made of something else.
 *
 * @param {string} library hash of TensorFlow's wheel
 * @returns {Promise<Built | null>}
 */
export async function currentBinding(library, place = here) {
  /** @type {Built | null} */
  const built = readJson(markerFile(place))
  if (built === null || !existsSync(bindingFile(place)) || built.inputs !== inputsOf(library, place)) return null
  const compiler = await findCompiler()
  return compiler && compiler.version !== built.compiler ? null : built
}

/** @param {Built} built */
export function noteBinding(built, place = here) {
  writeJson(markerFile(place), built)
}

/**
 * Builds the binding with our kernels in it; without them, and saying so, when they do not compile or are not wanted.
 *
 * @param {string} library hash of TensorFlow's wheel
 * @param {{without?: string, place?: Place}} [options] `without`: why to leave the kernels out
 * @returns {Promise<Built>}
 */
export async function buildBinding(library, { without, place = here } = {}) {
  const compiler = await findCompiler()
  if (!compiler) throw compilerMissing()
  const inputs = inputsOf(library, place)
  const no = without ?? (process.platform === 'win32' ? noKernelsOnWindows : null)
  const kernels = no ?? (await buildWithKernels(compiler.program, place))
  if (kernels !== 'built') {
    say(`the binding goes without Thaw's own kernels: ${kernels}`)
    await build(compiler.program, [], place)
  }
  const built = { inputs, compiler: compiler.version, kernels }
  noteBinding(built, place)
  return built
}

/**
 * @param {string} compiler
 * @param {Place} place
 * @returns {Promise<string>} `built`, or why not
 */
async function buildWithKernels(compiler, place) {
  try {
    await build(compiler, kernelObjects(place), place)
    return 'built'
  } catch (error) {
    return `not built: ${error instanceof Error ? error.message : String(error)}`
  }
}

/**
 * @param {string} compiler
 * @param {import('./build-plan.mjs').KernelObject[]} kernels
 * @param {Place} place
 */
async function build(compiler, kernels, place) {
  const { objectFolder } = place
  rmSync(objectFolder, { recursive: true, force: true })
  mkdirSync(objectFolder, { recursive: true })
  const plan = planHere(kernels, place)
  say(`building the binding to TensorFlow: ${plan.objects.length} objects, ${basename(compiler)}`)
  await compileAll(compiler, plan)
  const file = bindingFile(place)
  mkdirSync(join(file, '..'), { recursive: true })
  // An engine may have the old file loaded: it is replaced, never written into.
  rmSync(markerFile(place), { force: true })
  renameSync(plan.link.output, file)
  rmSync(objectFolder, { recursive: true })
}
