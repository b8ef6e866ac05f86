import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { failureOf, type HistoryRow } from '../../contract/index.ts'
import { formatLog, parseLog } from '../../main/formats/index.ts'
import { runPython } from '../helpers/oracle.ts'

const numbers = [0, 1, 0.5, 0.1 + 0.2, 1e-5, 1.5e-7, 123456789.125, 1e15, 1e16, 1.2345e22, 5e-324, 0.0001, 0.00012345]
const rows: HistoryRow[] = numbers.map((number, epoch) => ({
  epoch,
  accuracy: number,
  loss: 1 - number,
  val_accuracy: Math.fround(number),
  val_loss: number * Math.PI,
}))
const written = formatLog(rows)

test("the log is byte for byte what Keras's CSVLogger writes", async () => {
  const folder = mkdtempSync(join(tmpdir(), 'thaw-'))
  try {
    writeFileSync(join(folder, 'rows.json'), JSON.stringify(rows))
    expect(written).toBe(await runPython('formats_files.py', ['log', join(folder, 'rows.json')]))
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('a log reads back as it was written, not-a-numbers of a diverged run included', () => {
  expect(parseLog(written)).toEqual(rows)
  const diverged = { epoch: 0, accuracy: 0.5, loss: NaN, val_accuracy: 0.5, val_loss: Infinity }
  expect(parseLog(formatLog([diverged]))).toEqual([diverged])
})

test('a damaged line is named', () => {
  for (const line of ['1,2,3', 'x,1,1,1,1', '-1,1,1,1,1', '0,1,1,1,0x10', '0,1,1,1,1,1', '0,1,1,1,']) {
    let thrown: unknown
    try {
      parseLog(`${formatLog([])}0,1.0,1.0,1.0,1.0\r\n${line}\r\n`, 'log.csv')
    } catch (error) {
      thrown = error
    }
    expect(failureOf(thrown)).toMatchObject({ code: 'damaged-log', file: 'log.csv' })
    expect(failureOf(thrown).message).toContain('Line 3')
  }
  expect(() => parseLog('epoch,loss\r\n')).toThrow('not a log')
})
