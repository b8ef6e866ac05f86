import { fail, type HistoryRow } from '../../contract/index.ts'

const columns = ['epoch', 'accuracy', 'loss', 'val_accuracy', 'val_loss'] as const

/** The first line of log.csv, as Keras's `CSVLogger` writes it: `epoch`, then the metrics sorted, CRLF. */
export function formatLogHeader(): string {
  return `${columns.join(',')}\r\n`
}

/** One epoch's line of log.csv, as Keras's `CSVLogger` writes it: `epoch` counts from 0, numbers as Python prints them. */
export function formatLogRow(row: HistoryRow): string {
  const metrics = columns.slice(1).map((column) => formatFloat(row[column]))
  return `${[String(row.epoch), ...metrics].join(',')}\r\n`
}

/** Python's `repr` of a float: the shortest digits that read back the same, an exponent below 1e-4 and from 1e16 on. */
export function formatFloat(value: number): string {
  if (Number.isNaN(value)) return 'nan'
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf'
  const size = Math.abs(value)
  if (size !== 0 && (size < 1e-4 || size >= 1e16)) {
    return value.toExponential().replace(/e([+-])(\d)$/, 'e$10$2')
  }
  const text = Object.is(value, -0) ? '-0' : String(value)
  return text.includes('.') ? text : `${text}.0`
}

/** The rows of a log.csv. Throws `damaged-log` for another header or a line that is not numbers, naming the line. */
export function parseLog(text: string, file?: string): HistoryRow[] {
  const [header, ...lines] = text.split(/\r?\n/)
  if (header !== columns.join(',')) {
    throw fail('damaged-log', 'This is not a log of Thaw.', { expected: columns.join(','), found: header, file })
  }
  return lines.filter((line) => line !== '').map((line, index) => parseRow(line, index + 2, file))
}

function parseRow(line: string, number: number, file: string | undefined): HistoryRow {
  const values = line.split(',').map(parseNumber)
  const [epoch = NaN, accuracy = NaN, loss = NaN, val_accuracy = NaN, val_loss = NaN] = values
  if (values.length !== columns.length || values.includes(undefined) || !(Number.isInteger(epoch) && epoch >= 0)) {
    throw fail('damaged-log', `Line ${number} of the log is damaged.`, { found: line.slice(0, 200), file })
  }
  return { epoch, accuracy, loss, val_accuracy, val_loss }
}

/** What Python's `float` takes of what its `repr` writes. */
function parseNumber(cell: string): number | undefined {
  if (/^-?\d+(\.\d+)?(e[+-]\d+)?$/.test(cell)) return Number(cell)
  return { nan: NaN, inf: Infinity, '-inf': -Infinity }[cell]
}
