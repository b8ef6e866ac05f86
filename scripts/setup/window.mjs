import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fusedProgram } from './fuses.mjs'
import { root } from './paths.mjs'
import { ask, show } from './processes.mjs'
import { say, setupError } from './report.mjs'
import { runtimeNode } from './runtime.mjs'

const packages = join(root, 'node_modules')
const pageSources = ['renderer', 'contract', 'vite.renderer.config.ts', 'nuxt-ui.config.ts', 'package-lock.json']
export const shellSources = ['main', 'preload', 'contract', 'electron.vite.config.ts', 'package-lock.json']

/** Builds the window's page unless it is there and newer than what it is made of. */
export async function providePage() {
  if (isNewer('out/renderer/index.html', pageSources)) return
  say('building the page of the window')
  await build(join(packages, 'vite', 'bin', 'vite.js'), ['build', '--config', 'vite.renderer.config.ts'])
}

/** The same for the desktop's processes, and the page with them. */
export async function provideDesktop() {
  if (isNewer('out/main/index.js', shellSources) && isNewer('out/renderer/index.html', pageSources)) return
  say('building the desktop application')
  await build(join(packages, 'electron-vite', 'bin', 'electron-vite.js'), ['build'])
}

/**
 * Electron with Thaw's fuses, fetched if it is not there yet.
 *
 * @returns {Promise<string | null>} null where it cannot be had, or nobody could see a window
 */
export async function electronProgram() {
  if (process.platform === 'linux' && !process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY']) return null
  if (!installedElectron()) {
    say('fetching Electron, about 120 MB')
    await ask(runtimeNode().program, [join(packages, 'electron', 'install.js')], { cwd: root })
  }
  const installed = installedElectron()
  return installed && fusedProgram(installed)
}

/** @returns {string | null} Electron's own program, where it has been fetched */
export function installedElectron() {
  const named = join(packages, 'electron', 'path.txt')
  if (!existsSync(named)) return null
  const program = join(packages, 'electron', 'dist', readFileSync(named, 'utf8').trim())
  return existsSync(program) ? program : null
}

/**
 * @param {string} script
 * @param {string[]} parameters
 */
async function build(script, parameters) {
  const env = { ...process.env, NODE_ENV: 'production' }
  const status = await show(runtimeNode().program, [script, ...parameters, '--logLevel', 'warn'], { cwd: root, env })
  if (status !== 0) throw setupError('The page of the window could not be built.', 'npm run build:renderer says why.')
}

/**
 * @param {string} built
 * @param {string[]} sources
 * @returns {boolean} whether it was built after the last change of any source
 */
export function isNewer(built, sources) {
  const file = join(root, built)
  return existsSync(file) && Math.max(...sources.map((name) => lastChange(join(root, name)))) <= lastChange(file)
}

/**
 * @param {string} path
 * @returns {number} milliseconds; the newest of a folder's files
 */
function lastChange(path) {
  const found = statSync(path, { throwIfNoEntry: false })
  if (!found) return 0
  if (!found.isDirectory()) return found.mtimeMs
  return Math.max(0, ...readdirSync(path).map((name) => lastChange(join(path, name))))
}
