import { copyFileSync, existsSync, linkSync, mkdirSync, renameSync, rmSync, statSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { readJson, writeJson } from './files.mjs'
import { unpackedFolder } from './wheel-cache.mjs'

/** Names under deps/, and what in the wheel each stands for. The binding is linked with `-ltensorflow`. */
const links = {
  linux: {
    'lib/libtensorflow.so': 'tensorflow/libtensorflow_cc.so.2',
    'lib/libtensorflow_cc.so.2': 'tensorflow/libtensorflow_cc.so.2',
    'lib/libtensorflow_framework.so': 'tensorflow/libtensorflow_framework.so.2',
    'lib/libtensorflow_framework.so.2': 'tensorflow/libtensorflow_framework.so.2',
    include: 'tensorflow/include',
  },
  darwin: {
    'lib/libtensorflow.dylib': 'tensorflow/libtensorflow_cc.2.dylib',
    'lib/libtensorflow_cc.2.dylib': 'tensorflow/libtensorflow_cc.2.dylib',
    'lib/libtensorflow_framework.dylib': 'tensorflow/libtensorflow_framework.2.dylib',
    'lib/libtensorflow_framework.2.dylib': 'tensorflow/libtensorflow_framework.2.dylib',
    include: 'tensorflow/include',
  },
  win32: {
    'lib/_pywrap_tensorflow_common.dll': 'tensorflow/python/_pywrap_tensorflow_common.dll',
    'lib/_pywrap_tensorflow_common.dll.if.lib': 'tensorflow/python/_pywrap_tensorflow_common.dll.if.lib',
    include: 'tensorflow/include',
  },
}

/**
 * What deps/ should hold: where each name under it leads. CUDA's parts lie in deps/nvidia, beside lib/, where the library's own
 * search path looks for them.
 *
 * @param {string} cache
 * @param {import('./wheels.mjs').Wheel} tensorflow
 * @param {import('./wheels.mjs').Wheel[]} cuda
 * @param {string} platform
 * @param {(folder: string) => string[]} listFolder
 * @returns {Record<string, string>}
 */
export function linksOf(cache, tensorflow, cuda, platform, listFolder) {
  const names = links[/** @type {keyof typeof links} */ (platform)] ?? links.linux
  const folder = unpackedFolder(cache, tensorflow)
  const own = Object.entries(names).map(([name, part]) => [name, join(folder, part)])
  const nvidia = cuda.flatMap((wheel) => {
    const parts = join(unpackedFolder(cache, wheel), 'nvidia')
    return listFolder(parts).map((part) => [`nvidia/${part}`, join(parts, part)])
  })
  return Object.fromEntries([...own, ...nvidia])
}

/**
 * @param {string} deps
 * @param {Record<string, string>} wanted
 */
export function isLinked(deps, wanted) {
  const made = readJson(join(deps, 'links.json'))
  return (
    JSON.stringify(made) === JSON.stringify(wanted) && Object.keys(wanted).every((name) => existsSync(join(deps, name)))
  )
}

/**
 * Puts the links in place, all at once.
 *
 * @param {string} deps
 * @param {Record<string, string>} wanted
 */
export function linkLibrary(deps, wanted) {
  const partial = `${deps}.partial`
  const old = `${deps}.old`
  for (const folder of [partial, old]) rmSync(folder, { recursive: true, force: true })
  for (const folder of ['lib', 'nvidia']) mkdirSync(join(partial, folder), { recursive: true })
  for (const [name, target] of Object.entries(wanted)) {
    place(target, join(partial, name))
  }
  writeJson(join(partial, 'links.json'), wanted)
  if (existsSync(deps)) renameSync(deps, old)
  renameSync(partial, deps)
  rmSync(old, { recursive: true, force: true })
}

/**
 * Symbolic links need a right of their own on Windows: there a folder is a junction, and a file the same file under a second name
 * or, from another drive, a copy.
 *
 * @param {string} target
 * @param {string} name
 */
export function place(target, name, platform = process.platform) {
  if (platform !== 'win32') return symlinkSync(target, name)
  if (statSync(target).isDirectory()) return symlinkSync(target, name, 'junction')
  try {
    linkSync(target, name)
  } catch {
    copyFileSync(target, name)
  }
}
