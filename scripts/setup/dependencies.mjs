import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { readJson } from './files.mjs'
import { findProgram, show } from './processes.mjs'
import { say, setupError } from './report.mjs'

/**
 * A package in a lock file.
 *
 * @typedef {{version?: string, integrity?: string, link?: boolean, optional?: boolean, extraneous?: boolean}} Locked
 */

/**
 * Which packages of the lock file are not in node_modules. npm keeps a lock file of its own there and writes it last, so that a
 * killed installation is seen. Optional packages that were left out are those of other systems; npm itself leaves out what the lock
 * file calls extraneous.
 *
 * @param {Record<string, Locked>} wanted `packages` of package-lock.json
 * @param {Record<string, Locked>} found `packages` of node_modules/.package-lock.json
 * @returns {string[]} their paths
 */
export function missingPackages(wanted, found) {
  return Object.entries(wanted)
    .filter(([path, { version, integrity, optional, extraneous }]) => {
      const there = found[path]
      if (path === '' || (!there && (optional || extraneous))) return false
      return !there || there.version !== version || there.integrity !== integrity
    })
    .map(([path]) => path)
}

/**
 * Whether node_modules is what the lock file says.
 *
 * @param {string} root
 */
export function areDependenciesInstalled(root) {
  const wanted = readJson(join(root, 'package-lock.json'))
  const found = readJson(join(root, 'node_modules', '.package-lock.json'))
  return found !== null && missingPackages(wanted.packages, found.packages).length === 0
}

/**
 * Installs what the lock file says. Install scripts stay off (.npmrc), and what npm has already fetched is in its cache.
 *
 * @param {string} root
 */
export async function installDependencies(root) {
  if (areDependenciesInstalled(root)) return
  say('installing the packages of package-lock.json (about 1 GB)')
  const npm = npmCommand()
  // An `npm run -s` above us would silence npm's errors too.
  const wanted = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']
  const status = await show(npm.program, [...npm.parameters, ...wanted], {
    cwd: root,
  })
  if (status !== 0)
    throw setupError('npm could not install the packages: see above.', 'Mend what it says, then run the command again.')
}

/** The npm that started us, else the one on the path. */
function npmCommand() {
  const script = process.env['npm_execpath']
  if (script && /npm-cli\.(js|cjs)$/.test(script) && existsSync(script)) {
    return { program: process.execPath, parameters: [script] }
  }
  const program = findProgram('npm')
  if (!program) throw setupError('npm is not on the path; it comes with Node.')
  return { program, parameters: [] }
}
