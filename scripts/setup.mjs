// Makes a checkout ready: packages, TensorFlow's library, the binding to it, a self test. Node built-ins only, Node 18 or newer.
// Usage: setup.mjs [--device cpu|auto]
import { reportFailure, say } from './setup/report.mjs'
import { setUp } from './setup/steps.mjs'

try {
  const { device, reason, version } = await setUp(process.argv.slice(2))
  say(`ready: TensorFlow ${version} on the ${device.toUpperCase()} (${reason})`)
} catch (error) {
  reportFailure(error)
}
