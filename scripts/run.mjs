// What the npm scripts start: makes the checkout ready if it is not, then goes on in the Node that the lock file brings.
// Usage: run.mjs COMMAND [PARAMETER…]; without a known COMMAND it says which there are.
import { join } from 'node:path'
import { goOn } from './setup/go-on.mjs'
import { root } from './setup/paths.mjs'
import { show } from './setup/processes.mjs'
import { reportFailure, say, setupError } from './setup/report.mjs'
import { setUp } from './setup/steps.mjs'
import { electronProgram, provideDesktop, providePage } from './setup/window.mjs'
import { findChromium } from './tests/chromium.mjs'
import { provideEnvironment } from './tests/environment.mjs'

/**
 * @typedef {object} Command
 * @property {string[]} run the file, and what it is always told
 * @property {boolean} [forUser] paths mean what they mean where the person typed the command, not in the checkout
 * @property {boolean} [choosesDevice] --device is set-up's too
 * @property {boolean} [window] on the desktop where Electron can be had, else in the browser
 * @property {'oracle' | 'bench'} [environment]
 * @property {boolean} [browser] it drives a browser, which must be there
 */

/** @type {Record<string, Command>} */
const commands = {
  start: { run: ['main/cli/index.ts', 'serve', '--open'], forUser: true, choosesDevice: true, window: true },
  demo: { run: ['main/cli/index.ts', 'demo'], forUser: true },
  thaw: { run: ['main/cli/index.ts'], forUser: true },
  test: { run: ['scripts/test.mjs'], environment: 'oracle', browser: true },
  'test:slow': { run: ['scripts/test.mjs', '--slow'], environment: 'oracle' },
  screens: { run: ['test/e2e/screens.ts'], browser: true },
  bench: { run: ['test/bench/index.ts'], environment: 'bench' },
}

try {
  const [name = '', ...parameters] = process.argv.slice(2)
  const command = commands[name]
  if (!command) throw setupError(`Usage: run.mjs ${Object.keys(commands).join('|')} [PARAMETER…]`)
  await setUp(command.choosesDevice ? parameters : [])
  if (command.browser) findChromium()
  if (command.environment) await provideEnvironment(command.environment)
  const electron = command.window ? await electronProgram() : null
  if (command.window && !electron) {
    say('Electron, which the desktop window needs, is not to be had here: Thaw opens in your browser instead.')
  }
  if (electron) await provideDesktop()
  else if (command.window || (name === 'thaw' && parameters[0] === 'serve')) await providePage()
  const [file = '', ...always] = command.run
  const folder = (command.forUser && process.env['INIT_CWD']) || root
  process.exitCode = electron
    ? await show(electron, [root], { stdio: 'inherit' })
    : await goOn([join(root, file), ...always, ...parameters], folder)
} catch (error) {
  reportFailure(error)
}
