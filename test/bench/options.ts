import { parseArgs } from 'node:util'
import { fail } from '../../contract/index.ts'

export interface BenchOptions {
  json: boolean
  /** Keep what was measured in RESULTS.md and results.json. */
  record: boolean
  /** Rounds of every row, instead of its own; the row's note then tells. */
  rounds?: number
  /** Rows to run, in the benchmark's order. */
  names: string[]
}

/** The command line of the benchmark. Throws `wrong-usage` on an unknown row or option. */
export function parseOptions(args: string[], known: readonly string[]): BenchOptions {
  const { json, record, only, rounds } = parse(args)
  const asked = only?.split(',').map((name) => name.trim())
  const unknown = asked?.find((name) => !known.includes(name))
  if (unknown !== undefined) {
    throw fail('wrong-usage', `There is no benchmark row ${unknown}.`, { expected: `one of ${known.join(', ')}` })
  }
  const count = rounds === undefined ? {} : { rounds: Number(rounds) }
  if (count.rounds !== undefined && !(Number.isInteger(count.rounds) && count.rounds > 0)) {
    throw fail('wrong-usage', `There are no ${rounds} rounds.`, { expected: '--rounds N, 1 or more' })
  }
  return { json, record, ...count, names: known.filter((name) => !asked || asked.includes(name)) }
}

function parse(args: string[]): { json: boolean; record: boolean; only?: string; rounds?: string } {
  try {
    const flag = { type: 'boolean' } as const
    const text = { type: 'string' } as const
    const options = { json: flag, record: flag, only: text, rounds: text }
    const { json = false, record = false, only, rounds } = parseArgs({ args, options, strict: true }).values
    return { json, record, only, rounds }
  } catch (error) {
    throw fail('wrong-usage', error instanceof Error ? error.message : String(error), {
      expected: 'npm run bench -- [--json] [--only NAME,…] [--rounds N] [--record]',
    })
  }
}
