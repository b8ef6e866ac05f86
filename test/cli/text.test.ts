import { homedir } from 'node:os'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import type { JobProgress, TrainResult } from '../../contract/index.ts'
import { dataFolder, modelFile, runFolder } from '../../main/cli/paths.ts'
import { showProgress, sparingly } from '../../main/cli/progress.ts'
import { bytes, duration, kerasBytes } from '../../main/cli/text/numbers.ts'
import { progressBar, progressLine } from '../../main/cli/text/progress.ts'
import { table } from '../../main/cli/text/table.ts'
import { trainText } from '../../main/cli/text/train.ts'

const folder = mkdtempSync(join(tmpdir(), 'thaw-'))
afterAll(() => rmSync(folder, { recursive: true }))

const extracting: JobProgress = {
  job: 1,
  request: 'start-run',
  state: 'running',
  step: 'extract',
  done: 68,
  total: 272,
  unit: 'photographs',
  secondsLeft: 12.4,
}

test('progress reads as a line of a log, and as a bar that fits its terminal', () => {
  expect(progressLine(extracting)).toBe('Computing features: 68 of 272 photographs, 12 s left')
  const loading = { ...extracting, step: 'fetch-weights', done: 61_234_567, unit: 'bytes', secondsLeft: null }
  expect(progressLine({ ...loading, total: 0 })).toBe('Fetching weights: 61.2 MB')
  expect(progressBar(extracting, 100)).toBe(
    `Computing features  ${'█'.repeat(8)}${'░'.repeat(22)}  68 of 272 photographs, 12 s left`,
  )
  for (const columns of [10, 40, 72, 80]) expect(progressBar(extracting, columns).length).toBeLessThan(columns)
})

test('a log gets the start of a step, then a line every ten seconds or ten per cent, at most one a second', () => {
  const isDue = sparingly()
  const at = (done: number, seconds: number): boolean => isDue({ ...extracting, done }, seconds * 1000)
  expect(at(0, 0)).toBe(true)
  expect(at(30, 0.5)).toBe(false)
  expect(at(30, 1)).toBe(true)
  expect(at(40, 5)).toBe(false)
  expect(at(40, 11)).toBe(true)
  expect(isDue({ ...extracting, step: 'train', done: 0 }, 11_100)).toBe(true)
})

test('a terminal gets a bar that is drawn again and taken away', () => {
  let written = ''
  let tell: (progress: JobProgress) => void = () => {}
  const engine = { on: (_: string, handle: unknown) => ((tell = handle as typeof tell), () => {}) }
  const display = showProgress(engine, { isTTY: true, columns: 60, write: (text) => (written += text) })
  tell(extracting)
  tell({ ...extracting, job: -1, step: 'not ours' })
  display.clear()
  expect(written).toBe(`\r\u001b[2K${progressBar(extracting, 60)}\r\u001b[2K`)
})

test('numbers read well', () => {
  expect([0, 4.24, 59.6, 200, 7500].map(duration)).toEqual(['0 s', '4.2 s', '1 min 0 s', '3 min 20 s', '2 h 5 min'])
  expect([999, 1000, 61_234_567].map(bytes)).toEqual(['999 B', '1.0 KB', '61.2 MB'])
  expect([0, 58_858_752].map(kerasBytes)).toEqual(['0.00 B', '56.13 MB'])
  expect(
    table([
      ['', 'train'],
      ['fish', 46],
    ]),
  ).toBe('      train\nfish     46')
})

test('a run is found by its name in a project, or by its folder', () => {
  const run = join(folder, 'runs', '001-extract')
  mkdirSync(run, { recursive: true })
  expect(runFolder('001-extract', folder)).toBe(run)
  expect(runFolder('001-extract', undefined)).toBe(resolve('001-extract'))
  expect(modelFile('001-extract', folder)).toBe(join(run, 'model.h5'))
  expect(modelFile('some.h5', folder)).toBe(resolve('some.h5'))
})

test("what nobody chose a place for is in the system's place for it", () => {
  expect(dataFolder({ XDG_DATA_HOME: '/data' }, 'linux')).toBe('/data/thaw')
  expect(dataFolder({}, 'linux')).toBe(join(homedir(), '.local', 'share', 'thaw'))
  expect(dataFolder({}, 'darwin')).toBe(join(homedir(), 'Library', 'Application Support', 'thaw'))
})

test('a run that computed no features says whether they came from the cache, or none is frozen', () => {
  const result: TrainResult = {
    run: 'runs/1',
    model: 'runs/1/model.h5',
    history: [],
    frozen: { tensors: 0 },
    resumed: null,
    test: null,
    seconds: {},
    imagesPerSecond: null,
    precision: 'float32',
    weights: 'imagenet',
    verified: { maxAbsDifference: 0 },
    files: { model: 'model.h5', log: 'log.csv', features: ['train.npy'], figures: [] },
  }
  expect(trainText(result)).toContain('all features came from the cache')
  const fromPixels = { ...result, files: { ...result.files, features: [] } }
  expect(trainText(fromPixels)).toContain('none is frozen')
  expect(trainText({ ...result, imagesPerSecond: 46.22 })).toContain('46.2 photographs a second')
})
