import { parse } from 'csv-parse/sync'
import { decodeText } from '../text-encoding.ts'
import type { LabelTable, Labelling } from '../../../contract/index.ts'
import { className, splitOfWord } from './words.ts'

/** A table as it was read: the first row names the columns. */
export interface Table {
  file: string
  columns: string[]
  rows: string[][]
}

/** A table of a hundred thousand labels has a few megabytes. */
export const maxTableBytes = 64 * 2 ** 20

export function mayBeTable(file: string): boolean {
  return /\.(?:csv|tsv)$/i.test(file)
}

/** Reads a CSV or TSV, whatever separates its columns. null for what is no table of two columns or more. */
export function readTable(file: string, bytes: Uint8Array): Table | null {
  const text = decodeText(bytes)
  const firstLine = text.slice(0, text.search(/\r|\n|$/))
  const [delimiter = ','] = [',', ';', '\t', '|'].sort((a, b) => firstLine.split(b).length - firstLine.split(a).length)
  try {
    const options = { delimiter, bom: true, relax_quotes: true, relax_column_count: true, skip_empty_lines: true }
    const [columns = [], ...rows] = parse(text, { ...options, trim: true })
    const named = columns.map((name, index) => name || `column ${index + 1}`)
    return named.length >= 2 && rows.length > 0 ? { file, columns: unique(named), rows } : null
  } catch {
    return null
  }
}

function unique(names: string[]): string[] {
  return names.map((name, index) => (names.indexOf(name) === index ? name : `${name} (${index + 1})`))
}

const classWords =
  /^(?:class|classes|class_?name|label|labels|category|target|species|breed|name|tag|type|diagnosis|dx|y|분류|종류|클래스|라벨)$/i

/** Which column names files, which a class and which a split, by what they hold. null: not labels of these files. */
export function guessColumns(table: Table, files: readonly string[]): LabelTable['guess'] {
  const known = new Set(files.flatMap((file) => keysOf(file)))
  const columns = table.columns.map((name, index) => ({ name, values: table.rows.map((row) => row[index] ?? '') }))
  const share = (values: string[], test: (value: string) => boolean): number =>
    values.filter(test).length / Math.max(1, values.length)

  const scored = columns.map(({ name, values }) => ({ name, hits: share(values, (value) => known.has(keyOf(value))) }))
  const file = scored.sort((a, b) => b.hits - a.hits)[0]
  if (!file || file.hits < 0.5) return null
  const rest = columns.filter(({ name }) => name !== file.name)
  const split = rest.find(
    ({ name, values }) =>
      /split|subset|^set$|partition|usage|fold/i.test(name) &&
      share(values, (value) => splitOfWord(value) !== null) > 0.9,
  )
  const candidates = rest
    .filter(({ name }) => name !== split?.name)
    .map(({ name, values }) => ({ name, distinct: new Set(values.filter(Boolean)).size, rows: values.length }))
    .filter(({ distinct, rows }) => distinct >= 2 && distinct <= Math.max(2, rows / 2))
    .sort((a, b) => Number(classWords.test(b.name)) - Number(classWords.test(a.name)) || a.distinct - b.distinct)
  const label = candidates[0]
  return label ? { file: file.name, class: label.name, ...(split && { split: split.name }) } : null
}

/** What a photograph's name may be written as in a table: its path, the path's ends, and those without the ending. */
export function keysOf(file: string): string[] {
  const parts = file.normalize('NFC').split('/')
  const ends = parts.map((_, index) => parts.slice(index).join('/'))
  return [...ends, ...ends.map((end) => end.replace(/\.[^./]{1,5}$/, ''))]
}

/** A table's own word for a file, comparable with `keysOf`. */
function keyOf(value: string): string {
  return value
    .normalize('NFC')
    .replaceAll('\\', '/')
    .replace(/^(?:\.?\/)+/, '')
}

export interface Labelled {
  class: string | null
  split: ReturnType<typeof splitOfWord>
  /** Two rows say different classes. */
  contradicts: boolean
}

/** What a table says of a file; null: nothing. A longer part of its path counts before a shorter one. */
export function labelsOf(table: Table, how: Extract<Labelling, { by: 'table' }>): (file: string) => Labelled | null {
  const [file, label, split] = [how.file, how.class, how.split].map((name) => table.columns.indexOf(name ?? ''))
  const byKey = new Map<string, Labelled>()
  for (const row of table.rows) {
    const key = keyOf(row[file ?? -1] ?? '')
    if (key === '') continue
    const name = className((row[label ?? -1] ?? '').replaceAll(/[/\\\p{Cc}]/gu, '_')).slice(0, 255) || null
    const before = byKey.get(key)
    const contradicts = before !== undefined && (before.contradicts || before.class !== name)
    byKey.set(key, { class: name, split: splitOfWord(row[split ?? -1] ?? ''), contradicts })
  }
  return (path) => {
    for (const key of keysOf(path)) {
      const found = byKey.get(key)
      if (found) return found
    }
    return null
  }
}
