/**
 * One line for the person who waits. On stderr: stdout belongs to the command that comes after set-up.
 *
 * @param {string} text
 */
export function say(text) {
  process.stderr.write(`set-up: ${text}\n`)
}

/**
 * An error that a person can mend: its message says what to do, and is shown without a stack.
 *
 * @param {string} message
 * @param {string} [remedy] the line to type, or what else to do
 */
export function setupError(message, remedy) {
  const error = new Error(remedy ? `${message}\n${remedy}` : message)
  error.name = 'SetupError'
  return error
}

/**
 * Says why set-up failed, and sets the exit status.
 *
 * @param {unknown} error
 */
export function reportFailure(error) {
  const expected = error instanceof Error && error.name === 'SetupError'
  say(expected ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error))
  process.exitCode = 1
}

/**
 * @param {number} bytes
 * @returns {string} `274 MB`
 */
export function megabytes(bytes) {
  return bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${Math.round(bytes / 1e6)} MB`
}
