import { smooth } from '../evaluation/index.ts'
import { metrics, type Metric } from './curve-frame.ts'
import type { FigureInput } from './figure.ts'

const lines = (rows: (string | number)[][]): string => rows.map((row) => `${row.join(',')}\r\n`).join('')

/**
 * The numbers of a curve: `epoch` from 0 and the columns of log.csv, in full precision; with smoothing the averages too, as
 * `smoothed_` columns.
 */
export function curveCsv(metric: Metric, { history, smoothing }: FigureInput): string {
  const { training, validation } = metrics[metric]
  const columns: { name: string; values: number[] }[] = [training, validation].map((name) => ({
    name,
    values: history.map((row) => row[name]),
  }))
  if (smoothing > 0) {
    columns.push(
      ...columns.map(({ name, values }) => ({ name: `smoothed_${name}`, values: smooth(values, smoothing) })),
    )
  }
  const head = ['epoch', ...columns.map(({ name }) => name)]
  return lines([head, ...history.map((row, index) => [row.epoch, ...columns.map(({ values }) => values[index]!)])])
}
