import { findProgram } from './processes.mjs'

/** @typedef {'apt' | 'dnf' | 'brew' | 'winget'} Installer */
/** @typedef {'python' | 'pip' | 'venv' | 'compiler' | 'chromium'} Tool */

/** @type {Record<Installer, Record<Tool, string>>} */
const lines = {
  apt: {
    python: 'sudo apt-get install python3 python3-pip',
    pip: 'sudo apt-get install python3-pip',
    venv: 'sudo apt-get install python3-venv',
    compiler: 'sudo apt-get install g++',
    chromium: 'sudo apt-get install chromium',
  },
  dnf: {
    python: 'sudo dnf install python3 python3-pip',
    pip: 'sudo dnf install python3-pip',
    venv: 'sudo dnf install python3',
    compiler: 'sudo dnf install gcc-c++',
    chromium: 'sudo dnf install chromium',
  },
  brew: {
    python: 'brew install python',
    pip: 'brew install python',
    venv: 'brew install python',
    compiler: 'xcode-select --install',
    chromium: 'brew install --cask chromium',
  },
  winget: {
    python: 'winget install Python.Python.3.12',
    pip: 'py -3.12 -m ensurepip',
    venv: 'winget install Python.Python.3.12',
    compiler: 'winget install BrechtSanders.WinLibs.POSIX.UCRT',
    chromium: 'winget install Google.Chrome',
  },
}

/**
 * The line to type to get a tool that is missing, for the installer of this system.
 *
 * @param {Tool} tool
 * @param {Installer} installer
 */
export function lineFor(tool, installer = installerHere()) {
  return `Type: ${lines[installer][tool]}`
}

/**
 * @param {string} platform
 * @param {NodeJS.ProcessEnv} environment
 * @returns {Installer}
 */
export function installerHere(platform = process.platform, environment = process.env) {
  if (platform === 'darwin') return 'brew'
  if (platform === 'win32') return 'winget'
  return !findProgram('apt-get', environment) && findProgram('dnf', environment) ? 'dnf' : 'apt'
}
