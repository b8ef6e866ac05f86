import { splits, type DatasetReport, type WrittenSplits } from '../../../contract/index.ts'
import { table } from './table.ts'

/** How many lines of one kind are printed; `--json` has them all. */
const most = 20

/** Where the splits were written, and how the photographs came there. */
export function writtenText({ folder, files, linked, copied, converted }: WrittenSplits): string {
  if (files === 0) return `${folder}/splits.csv`
  return `${folder}: ${files} photographs (${linked} hard links, ${copied} copies, ${converted} written as PNG), and splits.csv`
}

/** Photographs per class and split, what was set aside and why, and what looks wrong. */
export function datasetText(report: DatasetReport): string {
  const { classes, quarantined, duplicates, leaks, findings } = report
  const counts = [
    ['', ...splits],
    ...classes.map((name) => [name, ...splits.map((split) => report.splits[split][name] ?? 0)]),
  ]
  return [
    table(counts),
    section('Set aside', quarantined, ({ file, reason, detail }) => `${file}: ${detail || reason}`),
    section('Identical files', duplicates, (group) => group.join(' = ')),
    section('Identical files in different splits', leaks, (group) => group.join(' = ')),
    section('Findings', findings, ({ evidence, remedy }) => `${evidence} ${remedy}`),
  ]
    .filter(Boolean)
    .join('\n\n')
}

function section<T>(title: string, items: readonly T[], line: (item: T) => string): string {
  if (items.length === 0) return ''
  const shown = items.slice(0, most).map((item) => `  ${line(item)}`)
  const rest = items.length > most ? [`  and ${items.length - most} more`] : []
  return [`${title} (${items.length})`, ...shown, ...rest].join('\n')
}
