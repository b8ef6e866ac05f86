import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The checkout. */
export const root = resolve(fileURLToPath(new URL('../..', import.meta.url)))

/** The package whose binding we build, and beneath it `deps/` and `lib/`. */
export const bindingPackage = join(root, 'node_modules', '@tensorflow', 'tfjs-node-gpu')

/** What set-up remembers about this checkout; gone with node_modules, as it should be. */
export const stateFolder = join(root, 'node_modules', '.cache', 'thaw')

/** What set-up chose, for `doctor` and for the next set-up. */
export const setupFile = join(stateFolder, 'setup.json')

/** Where the Python environments of the tests and of the benchmark lie: `{python, folder}` under each name. */
export const environmentsFile = join(stateFolder, 'environments.json')

/**
 * The folder of everything that is fetched once per user and shared by all checkouts. The same rule as
 * main/files/cache-folder.ts, which cannot be loaded before anything is installed.
 *
 * @param {NodeJS.ProcessEnv} environment
 * @param {string} platform
 */
export function cacheFolder(environment = process.env, platform = process.platform) {
  const { THAW_CACHE, XDG_CACHE_HOME, LOCALAPPDATA } = environment
  if (THAW_CACHE) return resolve(THAW_CACHE)
  if (platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'thaw')
  if (platform === 'win32') return join(LOCALAPPDATA || join(homedir(), 'AppData', 'Local'), 'thaw', 'cache')
  return join(XDG_CACHE_HOME || join(homedir(), '.cache'), 'thaw')
}
