import { setupError } from './report.mjs'

/**
 * `--device cpu` insists on the CPU, `--device auto` ends that again; without either the last word stands.
 *
 * @param {string[]} parameters
 * @param {NodeJS.ProcessEnv} environment `THAW_DEVICE` says the same as the option
 * @param {import('./device.mjs').Asked | undefined} before what was asked of the set-up before
 * @returns {import('./device.mjs').Asked}
 */
export function askedDevice(parameters, environment, before) {
  const index = parameters.findIndex((parameter) => parameter === '--device' || parameter.startsWith('--device='))
  const value =
    index < 0 ? environment['THAW_DEVICE'] : (parameters[index]?.split('=')[1] ?? parameters[index + 1] ?? '(nothing)')
  if (value === undefined || value === '') return before ?? 'auto'
  if (value === 'cpu' || value === 'auto') return value
  throw setupError(`--device can be cpu or auto. Received: ${value}`)
}
