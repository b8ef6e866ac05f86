import { describeLayers } from './layer-table.ts'
import type { BenchResult, MeasuredRow } from './row.ts'
import type { Summary } from './statistics.ts'

const columns = ['row', 'unit', 'Thaw: best (median, spread)', 'peer', 'peer: best (median, spread)', 'ratio'] as const

/** The rows as a Markdown table that also reads well on a terminal, with the notes underneath. */
export function describeResult({ machine, versions, rows, layers }: BenchResult): string {
  const table = [[...columns], ...rows.map(cells)]
  const widths = columns.map((_, column) => Math.max(...table.map((line) => (line[column] ?? '').length)))
  const lines = table.map((line) => `| ${line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`)
  lines.splice(1, 0, `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`)
  return [
    `Machine: ${machine}  `,
    `Versions: ${Object.entries(versions)
      .map((pair) => pair.join(' '))
      .join(', ')}`,
    '',
    ...lines,
    '',
    ...rows.map((row) => `- \`${row.name}\`: ${row.note}`),
    '',
    'The ratio is of the bests; above 1 Thaw is ahead. Spread: worst round against best, as a share of the median.',
    ...(layers ? ['', '## Layer by layer', '', describeLayers(layers)] : []),
  ].join('\n')
}

function cells(row: MeasuredRow): string[] {
  const ratio = row.ratio === null ? '–' : row.ratio.toFixed(2)
  return [row.name, row.unit, side(row.thaw), row.peerName, side(row.peer), ratio]
}

function side(summary: Summary | null): string {
  if (!summary) return '–'
  return `${figures(summary.best)} (${figures(summary.median)}, ${(summary.spread * 100).toFixed(0)} %)`
}

const figures = (value: number) => (value >= 100 ? value.toFixed(0) : value.toPrecision(3))
