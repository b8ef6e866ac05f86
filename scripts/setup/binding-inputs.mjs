import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { planBuild } from './build-plan.mjs'
import { sha256 } from './files.mjs'

/** @typedef {import('./binding.mjs').Place} Place */

/**
 * @param {Place} place
 * @returns {import('./build-plan.mjs').KernelObject[]} what sources.json lists
 */
export function kernelObjects({ kernelFolder }) {
  return JSON.parse(readFileSync(join(kernelFolder, 'sources.json'), 'utf8')).objects
}

/**
 * @param {import('./build-plan.mjs').KernelObject[]} kernels
 * @param {Place} place
 */
export function planHere(kernels, place) {
  const { platform, arch } = process
  return planBuild({ ...place, platform, arch, kernels, output: join(place.objectFolder, 'tfjs_binding.node') })
}

/**
 * Hash of everything that the binding is made of, the compiler apart: library, sources, and how they are compiled.
 *
 * @param {string} library hash of TensorFlow's wheel
 * @param {Place} place
 */
export function inputsOf(library, place) {
  const { bindingPackage, kernelFolder } = place
  const how = JSON.stringify(planHere([], place))
  const folders = [join(bindingPackage, 'binding'), import.meta.dirname, kernelFolder]
  return sha256(library, how, ...folders.flatMap(contentsOf))
}

/**
 * @param {string} folder
 * @returns {Buffer[]} its sources and their list, by name
 */
function contentsOf(folder) {
  if (!existsSync(folder)) return []
  const names = readdirSync(folder).filter((name) => /\.(cc|h|json)$/.test(name))
  return names.sort().map((name) => readFileSync(join(folder, name)))
}
