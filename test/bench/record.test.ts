import { expect, test } from 'vitest'
import { describeRecord, merged, type Occasion, type Recorded } from './record.ts'
import type { MeasuredRow } from './row.ts'

const row = (name: string, ratio: number): MeasuredRow => ({
  name,
  unit: 's',
  thaw: { best: 1, median: 1, spread: 0 },
  peer: { best: ratio, median: ratio, spread: 0 },
  peerName: 'Keras',
  ratio,
  note: `what ${name} does`,
})
const monday: Occasion = { machine: 'old', versions: { node: '24' }, date: '2026-11-23', commit: 'aaaaaaa' }
const tuesday: Occasion = { machine: 'new', versions: { node: '24' }, date: '2026-11-24', commit: 'bbbbbbb' }
const order = ['decode', 'extract', 'scan']
const resultOf = (machine: string, ...rows: MeasuredRow[]) => ({ machine, versions: { node: '24' }, rows })
const first = merged({ rows: [] }, resultOf('old', row('extract', 2), row('decode', 1)), monday, order)

test('a row that is measured again takes the old one’s place, the others stay', () => {
  const second: Recorded = merged(first, resultOf('new', row('scan', 3), row('decode', 4)), tuesday, order)
  expect(second.rows.map(({ row: { name, ratio }, occasion }) => [name, ratio, occasion.machine])).toEqual([
    ['decode', 4, 'new'],
    ['extract', 2, 'old'],
    ['scan', 3, 'new'],
  ])
})

test('a row that the benchmark no longer has goes', () => {
  expect(merged(first, resultOf('new'), tuesday, ['extract']).rows.map(({ row: { name } }) => name)).toEqual([
    'extract',
  ])
})

test('each row stands under its own machine, date and commit, the latest first', () => {
  const text = describeRecord(merged(first, resultOf('new', row('scan', 3)), tuesday, order))
  const places = ['# 2026-11-24, commit bbbbbbb', 'Machine: new', '| scan', '# 2026-11-23', 'Machine: old', '| decode']
  const found = places.map((part) => text.indexOf(part))
  expect(found).not.toContain(-1)
  expect(found).toEqual(found.toSorted((a, b) => a - b))
})
