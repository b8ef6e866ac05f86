import { execFile } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runRecordSchema, type RunRecord } from '../../contract/index.ts'
import { writePhotographs } from '../helpers/photographs.ts'
import { smallChoices, trainSmall } from '../helpers/small-runs.ts'
import { patience } from './chromium.ts'
import { openDataWindow, type DataWindow } from './data-window.ts'
import { wordsOf } from './words.ts'

/* What follows a run that has ended: one that a command starts beside the window, the same with more seeds, another from an epoch. */

const say = wordsOf('en')
const command = fileURLToPath(new URL('../../main/cli/index.ts', import.meta.url))
const [epochs] = smallChoices.epochs
const choices = { ...smallChoices, seed: 1 }

let window: DataWindow
let photographs: string
let project: string

const inRun = (run: string, file: string): string => readFileSync(join(project, 'runs', run, file), 'utf8')
const recordOf = (run: string): RunRecord => runRecordSchema.parse(JSON.parse(inRun(run, 'run.json')))
/** epoch, accuracy, loss, val_accuracy, val_loss of the last epoch, as log.csv has them. */
const lastRow = (run: string): number[] => inRun(run, 'log.csv').trim().split('\r\n').at(-1)!.split(',').map(Number)

beforeAll(async () => {
  window = await openDataWindow(async ({ root, home }) => {
    photographs = join(root, 'pets')
    project = join(home, 'projects', 'pets')
    await writePhotographs(photographs, { cats: 12, dogs: 12 })
    await trainSmall(project, photographs, choices.seed)
  })
}, 3 * patience)
afterAll(() => window?.close())

const runsOf = (page: Page) => page.getByRole('region', { name: say('train.onCharts') }).getByRole('listitem')

/** The same by the command line, with a seed of its own. */
async function trainByCommand(seed: number): Promise<void> {
  const options = Object.entries({ ...choices, seed, epochs }).flatMap(([name, value]) => [`--${name}`, String(value)])
  await promisify(execFile)(process.execPath, [command, 'train', photographs, '--project', project, ...options])
}

/** n values' mean and, as of a sample, standard deviation, as the window writes them. */
function meanAndDeviation(values: readonly number[]): string {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1)
  return `${mean.toFixed(3)} ± ${Math.sqrt(variance).toFixed(3)}`
}

test(
  'a run that a command starts is shown in an open window, and is repeated until there are five seeds, with mean and spread',
  { timeout: 6 * patience },
  async () => {
    const page = await window.open('en', { screen: 'train', project })
    await runsOf(page).getByText('001-extract').waitFor()
    await trainByCommand(2)
    await runsOf(page).getByText('002-extract').waitFor()
    await page.getByText(say('train.groupSeeds', { seeds: '1, 2' })).waitFor()

    await page.getByRole('button', { name: say('train.repeat', { n: 5 }) }).click()
    await page.getByText(say('train.repeating', { n: 3 })).waitFor()
    await page.getByText(say('train.groupSeeds', { seeds: '1, 2, 3, 4, 5' })).waitFor({ timeout: 3 * patience })
    await page.getByText(say('train.repeating', { n: 1 })).waitFor({ state: 'hidden' })
    const names = [1, 2, 3, 4, 5].map((number) => `00${number}-extract`)
    expect(await runsOf(page).count()).toBe(5)
    expect(names.map((name) => recordOf(name).plan.seed)).toEqual([1, 2, 3, 4, 5])
    const rows = names.map(lastRow)
    for (const [figure, column] of [
      ['valAccuracy', 3],
      ['valLoss', 4],
    ] as const) {
      const shown = page
        .locator('dl > div')
        .filter({ has: page.getByText(say(`train.groupFigures.${figure}`), { exact: true }) })
      const values = rows.map((row) => row[column]!)
      expect(await shown.innerText()).toContain(meanAndDeviation(values))
      const [least, most] = [Math.min(...values), Math.max(...values)].map((value) => value.toFixed(2))
      expect(await shown.innerText()).toContain(`${least}–${most}`)
    }
    expect(await page.getByRole('button', { name: say('train.repeat', { n: 5 }) }).count()).toBe(0)
  },
)

test('runs that end alike have their names apart in a saved figure', { timeout: 4 * patience }, async () => {
  await trainByCommand(choices.seed)
  const again = readdirSync(join(project, 'runs')).toSorted().at(-1)!
  expect(inRun(again, 'log.csv')).toBe(inRun('001-extract', 'log.csv'))
  const page = await window.open('en', { screen: 'train', project })
  await page.getByRole('checkbox', { name: say('train.show', { run: '001-extract' }) }).check()
  await page.getByRole('button', { name: say('train.saveFigure') }).click()
  const waiting = page.waitForEvent('download')
  await page.getByRole('menuitem', { name: say('train.formats.svg') }).click()
  const svg = readFileSync(await (await waiting).path(), 'utf8')
  const names = svg.matchAll(/<text[^>]* transform="translate\([\d.]+ ([\d.]+)\)"[^>]*>(\d{3})<\/text>/g)
  const places = [...names]
    .filter(([, , name]) => name === '001' || name === again.slice(0, 3))
    .map(([, y]) => Number(y))
  const [accuracy, accuracyBelow, loss, lossBelow] = places.toSorted((a, b) => a - b)
  // A letter is 11 pixels high.
  expect(accuracyBelow! - accuracy!).toBeGreaterThan(11)
  expect(lossBelow! - loss!).toBeGreaterThan(11)
})

test('a new run begins at the last epoch of another', { timeout: 4 * patience }, async () => {
  const page = await window.open('en', { screen: 'train', project })
  await runsOf(page).getByRole('button', { name: '001-extract', exact: true }).click()
  const next = readdirSync(join(project, 'runs')).length + 1
  const name = `${String(next).padStart(3, '0')}-extract`
  await page.getByRole('button', { name: say('train.branchLast') }).click()
  await page.getByText(say('plan.branch.last', { run: '001-extract' })).waitFor()
  const start = page.getByRole('button', { name: say('plan.start') })
  await expect.poll(() => start.getAttribute('aria-disabled'), { timeout: patience }).not.toBe('true')
  await start.click()
  await runsOf(page).getByText(name, { exact: true }).waitFor()
  await expect.poll(() => recordOf(name).state, { timeout: patience }).toBe('done')
  expect(recordOf(name).branch).toEqual({ run: '001-extract', epoch: epochs - 1 })
  const from = page.locator('.fact').filter({ hasText: say('train.from') })
  await from.getByText('001-extract').waitFor()
  await from.getByText(say('train.atEpoch', { n: epochs })).waitFor()
  await page
    .locator('.fact')
    .filter({ hasText: say('train.facts.features') })
    .getByText(say('train.fromCache'))
    .waitFor()
  // Its log begins with the epochs that it goes on from.
  expect(inRun(name, 'log.csv').startsWith(inRun('001-extract', 'log.csv'))).toBe(true)
  expect(lastRow(name)[0]).toBe(epochs + recordOf(name).plan.stages.at(-1)!.epochs - 1)
})
