import { fail, type HistoryRow } from '../../contract/index.ts'

const plain = ['epoch', 'accuracy', 'loss', 'val_accuracy', 'val_loss'] as const
/** Where the plan may change the learning rate (ReduceLROnPlateau). */
const withRate = ['epoch', 'accuracy', 'learning_rate', 'loss', 'val_accuracy', 'val_loss'] as const

/**
 * log.csv, as Keras's `CSVLogger` writes it: `epoch`, which counts from 0, then the metrics sorted, CRLF, numbers as Python
 * prints them. A learning rate that only some epochs have is empty in the others.
 */
export function formatLog(history: readonly HistoryRow[]): string {
  const columns = history.some((row) => row.learning_rate !== undefined) ? withRate : plain
  const lines = history.map((row) =>
    [String(row.epoch), ...columns.slice(1).map((column) => formatCell(row[column]))].join(','),
  )
  return [columns.join(','), ...lines].map((line) => `${line}\r\n`).join('')
}

const formatCell = (value: number | undefined): string => (value === undefined ? '' : formatFloat(value))

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
  const columns = [plain, withRate].find((names) => names.join(',') === header)
  if (!columns) {
    throw fail('damaged-log', 'This is not a log of Thaw.', { expected: plain.join(','), found: header, file })
  }
  return lines.filter((line) => line !== '').map((line, index) => parseRow(line, columns, index + 2, file))
}

function parseRow(line: string, columns: readonly string[], number: number, file: string | undefined): HistoryRow {
  const cells = line.split(',')
  const named = columns.map((name, at): [string, number | undefined] => [name, parseNumber(cells[at] ?? '')])
  const { epoch = NaN, learning_rate, ...metrics } = Object.fromEntries(named)
  const isEmpty = (name: string) => name === 'learning_rate' && cells[columns.indexOf(name)] === ''
  const isMissing = named.some(([name, value]) => value === undefined && !isEmpty(name))
  if (cells.length !== columns.length || isMissing || !(Number.isInteger(epoch) && epoch >= 0)) {
    throw fail('damaged-log', `Line ${number} of the log is damaged.`, { found: line.slice(0, 200), file })
  }
  const { accuracy = NaN, loss = NaN, val_accuracy = NaN, val_loss = NaN } = metrics
  const rate = learning_rate === undefined ? {} : { learning_rate }
  return { epoch, accuracy, loss, val_accuracy, val_loss, ...rate }
}

/** What Python's `float` takes of what its `repr` writes. */
function parseNumber(cell: string): number | undefined {
  if (/^-?\d+(\.\d+)?(e[+-]\d+)?$/.test(cell)) return Number(cell)
  return { nan: NaN, inf: Infinity, '-inf': -Infinity }[cell]
}
