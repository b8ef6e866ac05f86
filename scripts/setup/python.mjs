import { join } from 'node:path'
import { lineFor } from './missing.mjs'
import { ask, findProgram, works } from './processes.mjs'
import { setupError } from './report.mjs'

const names = ['python3', 'python3.13', 'python3.12', 'python3.11', 'python']

/**
 * The first Python on the path of an accepted version, 3.`from` to 3.`to`.
 *
 * @param {{from?: number, to?: number}} [accepted]
 * @returns {Promise<string>} its path; throws with the line to type when there is none
 */
export async function findPython({ from = 8, to = 99 } = {}) {
  const found = []
  for (const name of names) {
    const file = findProgram(name)
    if (!file) continue
    const { status, output } = await ask(file, ['-c', 'import sys; print(*sys.version_info[:2])'])
    const [major, minor] = output.trim().split(' ').map(Number)
    if (status !== 0 || major !== 3 || minor === undefined) continue
    if (minor >= from && minor <= to) return file
    found.push(`3.${minor}`)
  }
  const wanted = to === 99 ? `3.${from} or newer` : `3.${from} to 3.${to}`
  const instead = found.length > 0 ? `only ${[...new Set(found)].join(', ')} is` : 'none is'
  throw setupError(`Python ${wanted} is needed; ${instead} on the path.`, lineFor('python'))
}

/**
 * A Python that has pip.
 *
 * @returns {Promise<string>}
 */
export async function findPip() {
  const python = await findPython()
  if (works(python, ['-m', 'pip', '--version'])) return python
  throw setupError(`${python} has no pip.`, lineFor('pip'))
}

/**
 * TensorFlow's library for Windows is tied to the Python that its wheel is for, although nothing of ours runs in it.
 *
 * @returns {Promise<string>} the path of python312.dll
 */
export async function findPythonLibrary() {
  const python = await findPython({ from: 12, to: 12 })
  const { output } = await ask(python, ['-c', 'import sys; print(sys.base_prefix)'])
  return join(output.trim(), 'python312.dll')
}
