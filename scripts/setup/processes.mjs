import { spawn, spawnSync } from 'node:child_process'
import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/**
 * Runs a program whose output goes to our stderr, so that its own progress bar shows on a terminal.
 *
 * @param {string} program
 * @param {string[]} parameters
 * @param {import('node:child_process').SpawnOptions} [options]
 * @returns {Promise<number>} its exit status; 1 when it could not be started or was killed
 */
export function show(program, parameters, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, parameters, { stdio: ['ignore', 2, 2], ...options })
    child.on('error', () => resolve(1))
    child.on('close', (status) => resolve(status ?? 1))
  })
}

/**
 * Runs a program quietly.
 *
 * @param {string} program
 * @param {string[]} parameters
 * @param {import('node:child_process').SpawnOptions} [options]
 * @returns {Promise<{status: number, output: string, errors: string}>}
 */
export function ask(program, parameters, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, parameters, { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    let errors = ''
    child.stdout?.setEncoding('utf8').on('data', (text) => (output += text))
    child.stderr?.setEncoding('utf8').on('data', (text) => (errors += text))
    child.on('error', (error) => resolve({ status: 1, output, errors: error.message }))
    child.on('close', (status) => resolve({ status: status ?? 1, output, errors }))
  })
}

/**
 * @param {string} program
 * @param {string[]} parameters
 * @returns {boolean} whether it runs and ends well
 */
export function works(program, parameters) {
  return spawnSync(program, parameters, { stdio: 'ignore' }).status === 0
}

/**
 * The first program of that name on the path; null where there is none. On Windows a program's file ends in .exe.
 *
 * @param {string} name
 * @param {NodeJS.ProcessEnv} environment
 */
export function findProgram(name, environment = process.env, platform = process.platform) {
  for (const folder of (environment['PATH'] ?? '').split(delimiter)) {
    const file = join(folder, platform === 'win32' ? `${name}.exe` : name)
    try {
      accessSync(file, constants.X_OK)
      if (statSync(file).isFile()) return file
    } catch {
      // not here: the next one
    }
  }
  return null
}
