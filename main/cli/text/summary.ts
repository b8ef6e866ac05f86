import type { NetworkSummary, SummaryLayer } from '../../../contract/index.ts'
import { grouped, kerasBytes } from './numbers.ts'

/**
 * What `keras.Model.summary()` of Keras 3 prints for the same network, in a terminal of so many columns. An optimizer's
 * numbers are counted as the model printed them when it was saved: what Keras builds of them on loading differs by format.
 */
export function summaryText(summary: NetworkSummary, columns: number): string {
  const { name, layers, totalParams, trainableParams, nonTrainableParams } = summary
  const { optimizerParams = 0, optimizerBytes = 0 } = summary
  const branches = layers.some(({ connectedTo }) => connectedTo)
  const widths = columnWidths(
    Math.max(40, Math.min(branches ? 108 : 88, columns - 4)),
    branches ? [0.3, 0.56, 0.74, 1] : [0.45, 0.8, 1],
  )
  const header = rowLines(
    ['Layer (type)', 'Output Shape', 'Param #', 'Connected to'].slice(0, widths.length),
    widths,
    '┃',
  )
  const rows = layers.map((layer) => rowLines(cellsOf(layer), widths, '│').join('\n'))
  return [
    `Model: "${name}"`,
    rule(widths, '┏━┳┓'),
    header.join('\n'),
    rule(widths, '┡━╇┩'),
    rows.join(`\n${rule(widths, '├─┼┤')}\n`),
    rule(widths, '└─┴┘'),
    ` Total params: ${paramsText(totalParams + optimizerParams, totalParams * 4 + optimizerBytes)}`,
    ` Trainable params: ${paramsText(trainableParams)}`,
    ` Non-trainable params: ${paramsText(nonTrainableParams)}`,
    ...(optimizerParams > 0 ? [` Optimizer params: ${paramsText(optimizerParams, optimizerBytes)}`] : []),
  ].join('\n')
}

function cellsOf({ name, type, outputShape, params, connectedTo }: SummaryLayer): string[] {
  const shape = outputShape.map((size) => size ?? 'None').join(', ')
  const cells = [`${name} (${type})`, `(${shape})`, grouped(params)]
  return connectedTo ? [...cells, connectedTo.join(', ') || '-'] : cells
}

/** Weights are float32: four bytes each. */
function paramsText(count: number, bytes = count * 4): string {
  return `${grouped(count)} (${kerasBytes(bytes)})`
}

/**
 * The widths of the columns with their padding in a table of `line` characters: Keras's shares of the line, of which Rich
 * (whose table Keras prints) takes so much back for padding and borders.
 */
function columnWidths(line: number, shares: readonly number[]): number[] {
  const ends = shares.map((share) => Math.trunc(share * line))
  let excess = 3 * ends.length + 1 // two of padding for each, and the lines between and around them
  return ends.map((end, column) => {
    const less = Math.round(excess / (ends.length - column))
    excess -= less
    return end - (ends[column - 1] ?? 0) + 2 - less
  })
}

function rule(widths: readonly number[], [left, line, middle, right]: string): string {
  return `${left}${widths.map((width) => (line ?? '').repeat(width)).join(middle)}${right}`
}

/** The column of numbers, which stand at its right edge. */
const parameters = 2

function lineOf(cells: readonly string[], widths: readonly number[], border: string): string {
  const filled = cells.map((cell, column) => {
    const room = (widths[column] ?? 0) - 2
    return column === parameters ? cell.padStart(room) : cell.padEnd(room)
  })
  return `${border} ${filled.join(` ${border} `)} ${border}`
}

/** A row of the table, as many lines high as its highest cell. */
function rowLines(cells: readonly string[], widths: readonly number[], border: string): string[] {
  const wrapped = cells.map((cell, column) => wrap(cell, (widths[column] ?? 0) - 2))
  const height = Math.max(...wrapped.map((lines) => lines.length))
  return Array.from({ length: height }, (_, line) =>
    lineOf(
      wrapped.map((lines) => lines[line] ?? ''),
      widths,
      border,
    ),
  )
}

/** Breaks at spaces; a word that does not fit ends in an ellipsis. */
function wrap(text: string, room: number): string[] {
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + 1 + word.length <= room) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word.length > room ? `${word.slice(0, room - 1)}…` : word)
  }
  return lines
}
