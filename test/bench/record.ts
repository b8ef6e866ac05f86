import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { LayerTable } from './layer-table.ts'
import { describeResult } from './report.ts'
import type { BenchResult, MeasuredRow } from './row.ts'

/** When, on what and of which commit something was measured. */
export interface Occasion {
  machine: string
  versions: Record<string, string>
  date: string
  commit: string
}

/** test/bench/results.json: each row as it was last measured. */
export interface Recorded {
  rows: { row: MeasuredRow; occasion: Occasion }[]
  layers?: { table: LayerTable; occasion: Occasion }
}

/** What is kept after `result`: its rows take the place of those of the same name, in the benchmark's order. */
export function merged(kept: Recorded, result: BenchResult, occasion: Occasion, order: readonly string[]): Recorded {
  const measured = result.rows.map((row) => ({ row, occasion }))
  const names = new Set(measured.map(({ row }) => row.name))
  const others = kept.rows.filter(({ row }) => !names.has(row.name) && order.includes(row.name))
  const rows = [...others, ...measured].sort((a, b) => order.indexOf(a.row.name) - order.indexOf(b.row.name))
  const layers = result.layers ? { table: result.layers, occasion } : kept.layers
  return { rows, ...(layers && { layers }) }
}

/** test/bench/RESULTS.md: a part for each occasion, the latest first. */
export function describeRecord({ rows, layers }: Recorded): string {
  const parts = new Map<string, { occasion: Occasion; result: BenchResult }>()
  const partOf = (occasion: Occasion): BenchResult => {
    const key = JSON.stringify([occasion.date, occasion.commit, occasion.machine])
    const part = parts.get(key)
    // What one occasion's rows needed differs from row to row.
    if (part) return Object.assign(part.result, { versions: { ...part.result.versions, ...occasion.versions } })
    const { machine, versions } = occasion
    const result: BenchResult = { machine, versions, rows: [] }
    parts.set(key, { occasion, result })
    return result
  }
  for (const { row, occasion } of rows) partOf(occasion).rows.push(row)
  if (layers) partOf(layers.occasion).layers = layers.table
  const latest = [...parts.values()].sort((a, b) => b.occasion.date.localeCompare(a.occasion.date))
  return [
    '# What the benchmark last measured',
    '',
    'Written by `npm run bench -- --record`, which keeps the rows that it did not run.',
    'Each row runs Thaw and its peer in turn on the same machine, input, weights and batch.',
    ...latest.flatMap(({ occasion: { date, commit }, result }) => [
      ...['', `# ${date}, commit ${commit}`, ''],
      describeResult(result),
    ]),
    '',
  ].join('\n')
}

/** Keeps `result` in results.json and RESULTS.md of `folder`. */
export function keepRecord(folder: string, result: BenchResult, occasion: Occasion, order: readonly string[]): void {
  const file = join(folder, 'results.json')
  // Our own file, which nobody else writes.
  const kept = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Recorded) : { rows: [] }
  const record = merged(kept, result, occasion, order)
  writeFileSync(file, `${JSON.stringify(record, null, 2)}\n`)
  writeFileSync(join(folder, 'RESULTS.md'), describeRecord(record))
}
