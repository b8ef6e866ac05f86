import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { basename, join } from 'node:path'
import { planBuild } from './build-plan.mjs'
import { compilerMissing, findCompiler } from './compiler.mjs'
import { readJson, sha256, writeJson } from './files.mjs'
import { bindingPackage, root, stateFolder } from './paths.mjs'
import { ask } from './processes.mjs'
import { say, setupError } from './report.mjs'

const kernelFolder = join(root, 'main', 'tensorflow', 'kernels')
const outputFolder = join(bindingPackage, 'lib', 'napi-v8')

/** The binding that we build. */
export const bindingFile = join(outputFolder, 'tfjs_binding.node')
const markerFile = join(outputFolder, 'thaw.json')

/**
 * What is known of the binding that lies there.
 *
 * @typedef {object} Built
 * @property {string} inputs hash of everything that it was made of
 * @property {string} compiler
 * @property {string} kernels `built`, or why our own kernels are not in it
 * @property {string} [tensorflow] the version that answered the self test; missing until it has passed
 */

/**
 * The binding as it lies there; null when it is missing or was made of something else.
 *
 * @param {string} library hash of TensorFlow's wheel
 * @returns {Promise<Built | null>}
 */
export async function currentBinding(library) {
  /** @type {Built | null} */
  const built = readJson(markerFile)
  if (built === null || !existsSync(bindingFile) || built.inputs !== inputsOf(library)) return null
  const compiler = await findCompiler()
  return compiler && compiler.version !== built.compiler ? null : built
}

/** @param {Built} built */
export function noteBinding(built) {
  writeJson(markerFile, built)
}

/**
 * Builds the binding with our kernels in it; without them, and saying so, when they do not compile or are not wanted.
 *
 * @param {string} library hash of TensorFlow's wheel
 * @param {{without?: string}} [options] why to leave the kernels out
 * @returns {Promise<Built>}
 */
export async function buildBinding(library, { without } = {}) {
  const compiler = await findCompiler()
  if (!compiler) throw compilerMissing()
  const inputs = inputsOf(library)
  const kernels = kernelObjects()
  let state = without ?? 'built'
  if (kernels.length === 0 || without) {
    await compile(compiler.program, [])
  } else {
    try {
      await compile(compiler.program, kernels)
    } catch (error) {
      state = `not built: ${error instanceof Error ? error.message : String(error)}`
      say(`the binding goes without Thaw's own kernels, which are ${state}`)
      await compile(compiler.program, [])
    }
  }
  const built = { inputs, compiler: compiler.version, kernels: kernels.length === 0 ? 'none in this version' : state }
  noteBinding(built)
  return built
}

/**
 * @param {string} compiler
 * @param {import('./build-plan.mjs').KernelObject[]} kernels
 */
async function compile(compiler, kernels) {
  const objectFolder = join(stateFolder, 'build')
  rmSync(objectFolder, { recursive: true, force: true })
  mkdirSync(objectFolder, { recursive: true })
  const { objects, link } = planHere(kernels, objectFolder)
  say(`building the binding to TensorFlow (${objects.length} C++ files)`)
  const left = [...objects]
  const worker = async () => {
    for (let next = left.shift(); next; next = left.shift()) await call(compiler, next)
  }
  const ended = await Promise.allSettled(Array.from({ length: availableParallelism() }, worker))
  for (const each of ended) if (each.status === 'rejected') throw each.reason
  await call(compiler, link)
  mkdirSync(outputFolder, { recursive: true })
  // An engine may have the old file loaded: it is replaced, never written into.
  rmSync(markerFile, { force: true })
  renameSync(link.output, bindingFile)
  rmSync(objectFolder, { recursive: true })
}

/**
 * @param {string} compiler
 * @param {import('./build-plan.mjs').Command} command
 */
async function call(compiler, { output, parameters }) {
  const { status, errors } = await ask(compiler, parameters)
  if (status === 0) return
  const complaint = errors.split('\n').find((line) => /error|undefined/i.test(line)) ?? errors.trim()
  throw setupError(`${basename(compiler)} could not make ${basename(output)}: ${complaint.replaceAll(`${root}/`, '')}`)
}

/**
 * @param {import('./build-plan.mjs').KernelObject[]} kernels
 * @param {string} objectFolder
 */
function planHere(kernels, objectFolder) {
  return planBuild({
    platform: process.platform,
    arch: process.arch,
    bindingPackage,
    nodeHeaders: join(root, 'node_modules', 'node-api-headers', 'include'),
    kernelFolder,
    kernels,
    objectFolder,
    output: join(objectFolder, 'tfjs_binding.node'),
  })
}

/** @returns {import('./build-plan.mjs').KernelObject[]} */
function kernelObjects() {
  const list = join(kernelFolder, 'sources.json')
  return existsSync(list) ? JSON.parse(readFileSync(list, 'utf8')).objects : []
}

/** @param {string} library */
function inputsOf(library) {
  const plan = planHere(kernelObjects(), 'objects')
  return sha256(
    library,
    root,
    JSON.stringify(plan),
    ...filesIn(join(bindingPackage, 'binding')),
    ...filesIn(kernelFolder),
  )
}

/**
 * @param {string} folder
 * @returns {Buffer[]} the C++ files in it, by name
 */
function filesIn(folder) {
  if (!existsSync(folder)) return []
  const names = readdirSync(folder).filter((name) => /\.(cc|h)$/.test(name))
  return names.sort().map((name) => readFileSync(join(folder, name)))
}
