// npm run bench [-- --json] [--only NAME,…] [--rounds N] [--record]
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { describeFailure, failureOf } from '../../contract/index.ts'
import { prepareData } from './data.ts'
import { measureLayers } from './layer-table.ts'
import { describeMachine } from './machine.ts'
import { measureRow } from './measure.ts'
import { parseOptions } from './options.ts'
import { keepRecord } from './record.ts'
import { describeResult } from './report.ts'
import type { BenchResult, Row } from './row.ts'
import { rows } from './rows.ts'

const root = join(import.meta.dirname, '..', '..')
const log = (text: string) => process.stderr.write(`${text}\n`)

const withRounds = (row: Row, rounds = row.rounds): Row =>
  rounds === row.rounds ? row : { ...row, rounds, note: `${row.note}; rounds: ${rounds}` }

async function main(): Promise<void> {
  const known = [...rows.keys(), 'layers']
  const { json, record, rounds, names } = parseOptions(process.argv.slice(2), known)
  const folder = await prepareData(log)
  const result: BenchResult = { machine: describeMachine(), versions: { node: process.versions.node }, rows: [] }
  for (const name of names) {
    const row = rows.get(name)
    if (row) result.rows.push(await measureRow(withRounds(row(folder), rounds), result.versions, log))
  }
  if (names.includes('layers')) {
    result.layers = await measureLayers(folder)
    log('layers: each convolution by itself')
  }
  process.stdout.write(`${json ? JSON.stringify(result, null, 2) : describeResult(result)}\n`)
  if (!record) return
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: root, encoding: 'utf8' }).trim()
  const date = new Date().toISOString().slice(0, 10)
  const { machine, versions } = result
  keepRecord(import.meta.dirname, result, { machine, versions, date, commit }, known)
}

main().catch((error: unknown) => {
  const failure = failureOf(error)
  log(describeFailure(failure))
  process.exitCode = failure.code === 'wrong-usage' ? 2 : 1
})
