import { mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { readJson, sha256, writeJson } from '../setup/files.mjs'
import { withLock } from '../setup/lock.mjs'
import { lineFor } from '../setup/missing.mjs'
import { cacheFolder, environmentsFile, root } from '../setup/paths.mjs'
import { show, works } from '../setup/processes.mjs'
import { findPython } from '../setup/python.mjs'
import { say, setupError } from '../setup/report.mjs'

/** What each environment holds. */
const requirements = {
  oracle: ['test/oracle/requirements.txt'],
  bench: ['test/oracle/requirements.txt', 'test/bench/requirements.txt'],
}

/**
 * A virtual environment with exactly the pinned packages, made once per user and set of pins, and noted for this checkout.
 *
 * @param {keyof typeof requirements} name
 * @returns {Promise<string>} its Python
 */
export async function provideEnvironment(name) {
  const files = requirements[name].map((file) => join(root, file))
  const key = sha256(...files.flatMap(pinsIn), process.platform, process.arch).slice(0, 16)
  const folder = join(cacheFolder(), `python-${name}-${key}`)
  const noted = readJson(environmentsFile) ?? {}
  if (noted[name]?.folder !== folder || !complete(folder)) {
    await withLock(join(cacheFolder(), 'setup.lock'), () => create(name, files, folder))
    writeJson(environmentsFile, { ...noted, [name]: { python: pythonIn(folder), folder } })
  }
  return pythonIn(folder)
}

/**
 * Works beside the final folder and renames at the end, so that a killed installation leaves nothing under its name.
 *
 * @param {string} name
 * @param {string[]} files
 * @param {string} folder
 */
async function create(name, files, folder) {
  if (complete(folder)) return
  // TensorFlow 2.21 and Keras 3.15 have packages for these.
  const python = await findPython({ from: 11, to: 13 })
  if (!works(python, ['-c', 'import venv, ensurepip'])) {
    throw setupError(`${python} cannot make a virtual environment.`, lineFor('venv'))
  }
  const partial = `${folder}.partial`
  rmSync(partial, { recursive: true, force: true })
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(cacheFolder(), { recursive: true })
  say(`making the Python environment "${name}" in ${folder} (about 2 GB, once per user)`)
  if (await show(python, ['-m', 'venv', partial])) throw setupError(`${python} -m venv failed: see above.`)
  const install = ['-m', 'pip', 'install', '--no-deps', '--only-binary=:all:', '--disable-pip-version-check']
  const lists = files.flatMap((file) => ['-r', file])
  if (await show(pythonIn(partial), [...install, ...lists])) {
    throw setupError('pip could not install the packages: see above.', 'Mend what it says, then run the command again.')
  }
  writeJson(join(partial, 'complete.json'), { pins: files.flatMap(pinsIn) })
  renameSync(partial, folder)
}

/** @param {string} file */
function pinsIn(file) {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => /^\w/.test(line))
}

/** @param {string} folder */
function complete(folder) {
  return readJson(join(folder, 'complete.json')) !== null
}

/** @param {string} folder */
function pythonIn(folder) {
  return join(folder, 'bin', 'python')
}
