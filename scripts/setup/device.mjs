import { ask, findProgram } from './processes.mjs'

/** @typedef {'linux-x64-cpu' | 'linux-x64-cuda' | 'linux-arm64-cpu' | 'darwin-arm64-cpu' | 'win32-x64-cpu'} Library */
/** @typedef {'auto' | 'cpu'} Asked */
/**
 * @typedef {object} Choice
 * @property {'cpu' | 'gpu'} device
 * @property {string} reason for a person: why this device
 * @property {Library | null} library null: there is none that set-up can use here
 * @property {boolean} untried nobody has run Thaw on such a system yet
 */

/**
 * Which of TensorFlow's libraries this machine gets.
 *
 * @param {{platform: string, arch: string, gpu: string | null, asked: Asked}} machine `gpu`: the name of the NVIDIA GPU
 * @returns {Choice}
 */
export function chooseLibrary({ platform, arch, gpu, asked }) {
  const system = `${platform}-${arch}`
  const cpu = (/** @type {Library | null} */ library, /** @type {string} */ reason) =>
    /** @type {Choice} */ ({ device: 'cpu', reason, library, untried: system !== 'linux-x64' })
  if (system === 'linux-x64') {
    if (gpu === null) return cpu('linux-x64-cpu', 'no NVIDIA GPU: nvidia-smi does not answer')
    if (asked === 'cpu') return cpu('linux-x64-cpu', `the CPU was asked for (--device cpu), although there is ${gpu}`)
    return { device: 'gpu', reason: `nvidia-smi answers: ${gpu}`, library: 'linux-x64-cuda', untried: false }
  }
  if (system === 'linux-arm64') return cpu('linux-arm64-cpu', 'on Linux arm64 only the CPU is used')
  if (system === 'darwin-arm64') return cpu('darwin-arm64-cpu', 'on macOS only the CPU is used')
  if (system === 'win32-x64') return cpu('win32-x64-cpu', 'on Windows only the CPU is used')
  return cpu(null, `TensorFlow has no library for ${system}`)
}

/**
 * The device in the end: a GPU that nvidia-smi names can still be one that TensorFlow does not take (an old driver, an old GPU).
 *
 * @param {Choice} choice
 * @param {boolean} gpu whether the self test ran on a GPU
 * @returns {{device: 'cpu' | 'gpu', reason: string}}
 */
export function deviceInUse({ device, reason }, gpu) {
  if (device === 'cpu' || gpu) return { device, reason }
  return { device: 'cpu', reason: `${reason}; but TensorFlow finds no GPU that it can use` }
}

/**
 * The name of the first NVIDIA GPU; null where nvidia-smi is missing, fails, or does not answer in ten seconds.
 *
 * @param {NodeJS.ProcessEnv} environment
 * @returns {Promise<string | null>}
 */
export async function detectGpu(environment = process.env) {
  const program = findProgram('nvidia-smi', environment)
  if (!program) return null
  const { status, output } = await ask(program, ['--query-gpu=name', '--format=csv,noheader'], { timeout: 10_000 })
  const name = output.split('\n')[0]?.trim()
  return status === 0 && name ? name : null
}
