import { expect, test } from 'vitest'
import { measureRow } from './measure.ts'
import type { Row } from './row.ts'
import { describeResult, recordOf } from './report.ts'
import { startWorker, type WorkerCommand } from './worker.ts'

/** A worker that answers the given milliseconds in turn, whatever it is asked to run. */
function worker(milliseconds: number[], mean: number | null = null, versions = {}): WorkerCommand {
  const ready = JSON.stringify({ versions, mean })
  const source = `
    const times = ${JSON.stringify(milliseconds)}
    console.log('a line that is chatter')
    console.log('@ready ${ready}')
    require('node:readline').createInterface({ input: process.stdin }).on('line', () => console.log('@ms ' + times.shift()))`
  return { command: process.execPath, args: ['-e', source] }
}

function row(thaw: WorkerCommand, peer: WorkerCommand): Row {
  return {
    name: 'extract',
    unit: 'images/s',
    better: 'more',
    peerName: 'Keras',
    note: 'batch 20',
    rounds: 2,
    runs: 2,
    value: (milliseconds, runs) => (20 * runs * 1000) / milliseconds,
    thaw: () => thaw,
    peer: () => peer,
  }
}

const silent = () => {}

test('a row is the best rounds of two live workers and their ratio', async () => {
  const versions = {}
  const measured = await measureRow(
    row(worker([500, 400]), worker([1000, 800], null, { keras: '3' })),
    versions,
    silent,
  )
  expect(measured).toEqual({
    name: 'extract',
    unit: 'images/s',
    thaw: { best: 100, median: 90, spread: 20 / 90 },
    peer: { best: 50, median: 45, spread: 10 / 45 },
    peerName: 'Keras',
    ratio: 2,
    note: 'batch 20',
  })
  expect(versions).toEqual({ keras: '3' })
})

test('a peer that cannot run leaves a row with its reason and no ratio', async () => {
  const broken = { command: process.execPath, args: ['-e', 'console.error("no such module"); process.exit(3)'] }
  const measured = await measureRow(row(worker([500, 400]), broken), {}, silent)
  expect(measured).toMatchObject({ thaw: { best: 100 }, peer: null, ratio: null })
  expect(measured.note).toContain('Keras did not run')
  expect(measured.note).toContain('code 3')
  expect(measured.note).toContain('no such module')
})

test('sides that compute different things are not compared', async () => {
  await expect(measureRow(row(worker([1], 2), worker([1], 2.5)), {}, silent)).rejects.toThrow('different things')
})

test('a worker that dies between rounds is an error, not a wait', async () => {
  const dying = { command: process.execPath, args: ['-e', `console.log('@ready {"versions":{}}')`] }
  const started = await startWorker(dying)
  await expect(started.run(1)).rejects.toThrow('stopped')
})

test('the report has a line for each row, its note, and the machine', async () => {
  const result = {
    machine: 'Two cores',
    versions: { keras: '3' },
    rows: [await measureRow(row(worker([500, 400]), worker([1000, 800])), {}, silent)],
  }
  expect(describeResult(result)).toMatch(
    /\| extract \| images\/s \| 100 \(90\.0, 22 %\) +\| Keras \| 50\.0 \(45\.0, 22 %\) +\| 2\.00/,
  )
  const record = recordOf(result, '2026-01-02', 'abc')
  for (const part of ['2026-01-02', 'abc', 'Two cores', '`extract`: batch 20']) expect(record).toContain(part)
})
