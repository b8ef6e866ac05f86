import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { runtimeNode, typeScriptFlags } from './runtime.mjs'

/**
 * Runs a program of ours in the Node it needs, to its end.
 *
 * @param {string[]} parameters its file, and what it is told
 * @param {string} folder where it works
 * @returns {Promise<number>} its exit status; 128 and the signal's number when a signal ended it
 */
export async function goOn(parameters, folder) {
  const { program, version } = runtimeNode()
  const child = spawn(program, [...typeScriptFlags(version), ...parameters], { cwd: folder, stdio: 'inherit' })
  process.on('SIGTERM', () => child.kill('SIGTERM'))
  process.on('SIGHUP', () => child.kill('SIGHUP'))
  // Ctrl-C on a terminal reaches the child by itself; a second one would mean "at once".
  process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'))
  const [status, signal] = await new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (...ended) => resolve(ended))
  })
  return signal ? 128 + constants.signals[/** @type {NodeJS.Signals} */ (signal)] : status
}
