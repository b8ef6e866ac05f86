import { parseArgs } from 'node:util'
import { fail } from '../../contract/index.ts'

export interface BenchOptions {
  json: boolean
  /** Keep what was measured in RESULTS.md and results.json. */
  record: boolean
  /** Rows to run, in the benchmark's order. */
  names: string[]
}

/** The command line of the benchmark. Throws `wrong-usage` on an unknown row or option. */
export function parseOptions(args: string[], known: readonly string[]): BenchOptions {
  const { json, record, only } = parse(args)
  const asked = only?.split(',').map((name) => name.trim())
  const unknown = asked?.find((name) => !known.includes(name))
  if (unknown !== undefined) {
    throw fail('wrong-usage', `There is no benchmark row ${unknown}.`, { expected: `one of ${known.join(', ')}` })
  }
  return { json, record, names: known.filter((name) => !asked || asked.includes(name)) }
}

function parse(args: string[]): { json: boolean; record: boolean; only?: string } {
  try {
    const options = { json: { type: 'boolean' }, record: { type: 'boolean' }, only: { type: 'string' } } as const
    const { json = false, record = false, only } = parseArgs({ args, options, strict: true }).values
    return { json, record, only }
  } catch (error) {
    throw fail('wrong-usage', error instanceof Error ? error.message : String(error), {
      expected: 'npm run bench -- [--json] [--only NAME,…] [--record]',
    })
  }
}
