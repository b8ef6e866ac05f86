import { expect, test } from 'vitest'
import { describeLayers } from './layer-table.ts'
import { measureRow } from './measure.ts'
import type { Row } from './row.ts'
import { describeResult } from './report.ts'
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

test.runIf(process.platform === 'linux')(
  'the memory that each side took at its highest is told where it is asked for',
  async () => {
    const measured = await measureRow({ ...row(worker([500, 400]), worker([1000, 800])), memory: true }, {}, silent)
    for (const bytes of Object.values(measured.memory!)) expect(bytes).toBeGreaterThan(20e6)
    expect(measured.note).toMatch(
      /^batch 20; memory at its highest, loading included: Thaw 0\.\d\d GB, Keras 0\.\d\d GB$/,
    )
  },
)

test('the table of layers says what is saved and the share of the peak', () => {
  const layer = { name: 'conv', input: [8, 8, 64], filters: 64 }
  const measured = { multiplications: { theirs: 4e9, ours: 1e9 }, milliseconds: { theirs: 100, ours: 40 } }
  const theirs = {
    ...layer,
    tile: null,
    multiplications: { theirs: 1e9, ours: 1e9 },
    milliseconds: { theirs: 20, ours: null },
  }
  const table = describeLayers({ batch: 20, peak: 80, layers: [{ ...layer, tile: 6, ...measured }, theirs] })
  expect(table).toContain('| conv | 8×8×64 | 64 | 100.0 | 50 % | 6×6 | 40.0 | 31 % | 4.00 | 2.50 |')
  expect(table).toContain('| conv | 8×8×64 | 64 | 20.0 | 63 % | – | – | – | – | – |')
  expect(table).toContain('| all |  |  | 120.0 |  |  | 60.0 |  | 2.50 | 2.00 |')
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
  const text = describeResult(result)
  expect(text).toMatch(/\| extract \| images\/s \| 100 \(90\.0, 22 %\) +\| Keras \| 50\.0 \(45\.0, 22 %\) +\| 2\.00/)
  for (const part of ['Two cores', '`extract`: batch 20']) expect(text).toContain(part)
})
