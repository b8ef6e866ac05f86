// What only tests need: real Keras in a Python environment of its own. `bench` also makes the one with other runtimes.
import { reportFailure } from './setup/report.mjs'
import { provideEnvironment } from './tests/environment.mjs'

try {
  await provideEnvironment('oracle')
  if (process.argv.includes('bench')) await provideEnvironment('bench')
} catch (error) {
  reportFailure(error)
}
