/** A command whose job is one of the test engine's: `test-command.ts DEED [--json]`. */
import { perform } from '../../main/cli/session.ts'
import { forkEngine } from '../../main/engine/index.ts'

const [deed = '', ...flags] = process.argv.slice(2)

await perform(
  { json: flags.includes('--json'), debug: flags.includes('--debug') },
  (ask) => ask('fetch-weights', { base: deed }),
  ({ file }) => `file ${file}`,
  (environment) => forkEngine(environment, new URL('../engine/test-engine.ts', import.meta.url)),
)
