import { existsSync } from 'node:fs'
import { lineFor } from '../setup/missing.mjs'
import { findProgram } from '../setup/processes.mjs'
import { setupError } from '../setup/report.mjs'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'chrome']
const places = [
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

/**
 * The browser that the tests in a browser use: `$THAW_CHROMIUM`, else the first one found.
 *
 * @returns {string} its path; throws with the line to type when there is none
 */
export function findChromium() {
  const candidates = [process.env['THAW_CHROMIUM'], ...names.map((name) => findProgram(name)), ...places]
  const found = candidates.find((file) => file && existsSync(file))
  if (found) return found
  throw setupError('The tests in a browser need Chromium; none was found.', lineFor('chromium'))
}
