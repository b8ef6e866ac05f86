import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Download, Locator, Page } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { runRecordSchema, type RunRecord } from '../../contract/index.ts'
import { provideTestPage } from '../helpers/built.ts'
import { launchChromium, openWatched, patience, pictureOfFailure, seriousFaults, type Watched } from './chromium.ts'
import { pressMenu, pressOn, tabTo } from './keyboard.ts'
import { serveSamples, type Served } from './served.ts'
import { firstStage, goTo, keyOf, openMarket } from './walk.ts'
import { wordsOf, type Say } from './words.ts'

/*
 * The line dragged into the base, fine-tuning in two stages, an engine that dies in the second, and what follows a run.
 * Pictures of 96 pixels, so that an epoch takes a second or so.
 */

let served: Served
let browser: Browser
let window: Watched
let page: Page

const epochs = { head: 2, finetune: 6 }
const total = epochs.head + epochs.finetune
const runFolder = (run: string): string => join(served.projects, 'market', 'runs', run)
const logged = (run: string): string[] => {
  const file = join(runFolder(run), 'log.csv')
  return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\r\n').slice(1) : []
}
const recordOf = (run: string): RunRecord =>
  runRecordSchema.parse(JSON.parse(readFileSync(join(runFolder(run), 'run.json'), 'utf8')))
const bytesOf = async (download: Download): Promise<Buffer> => readFileSync(await download.path())
const stage = (name: string, say: Say): Locator =>
  page.getByRole('button', { name: new RegExp(`^${say(`stages.${name}`)}\\s*\\d`) })

/** Of the last epoch on the validation photographs, as the list of runs writes it. */
const recordedAccuracy = (run: string): number => Number(Number(logged(run).at(-1)!.split(',')[3]).toFixed(3))

/** Settles once Train shows a run that is done. */
async function untilDone(say: Say): Promise<void> {
  await page
    .locator('header')
    .getByRole('link', { name: say('steps.judge') })
    .waitFor()
}

/** Ends the engine's process as a crash would once the second stage has taken two epochs; answers the epochs that there were. */
async function killInSecondStage(run: string, say: Say): Promise<number> {
  await expect.poll(() => logged(run).length, { timeout: patience }).toBeGreaterThan(epochs.head + 1)
  const note = page.getByRole('status').filter({ hasText: say('shell.engineStopped') })
  const told = note.waitFor()
  const [engine] = served.engines()
  process.kill(engine!, 'SIGKILL')
  const before = logged(run).length
  await told
  await note.waitFor({ state: 'hidden' })
  expect(served.engines()).not.toContain(engine)
  return before
}

/** What a run in two stages leaves behind, whatever came in between. */
function expectWhole(run: string): void {
  const record = recordOf(run)
  expect(record.state).toBe('done')
  expect(record.stageEpochs).toEqual([epochs.head, epochs.finetune])
  expect(record.plan.stages.map(({ unfreeze }) => unfreeze)).toEqual(['none', 'block5_conv1'])
  // Kernel and bias of ten convolutions, and the two of the preprocessing.
  expect(record.frozen?.tensors).toBe(22)
  expect(logged(run).map((row) => Number(row.split(',')[0]))).toEqual([...Array(total).keys()])
}

async function open(): Promise<void> {
  window = await openWatched(browser)
  page = window.page
}

beforeAll(async () => {
  await provideTestPage()
  served = await serveSamples()
  browser = await launchChromium()
})
afterEach(({ task }) => pictureOfFailure(task, page))
afterAll(async () => {
  await browser?.close()
  await served?.stop()
})

describe('fine-tuning with a mouse, in English', { timeout: 4 * patience }, () => {
  const say = wordsOf('en')
  const first = '001-finetune'
  const second = '002-extract'

  beforeAll(open)
  afterAll(() => page?.context().close())

  test('the line is dragged to block5_conv1, and two stages are planned', async () => {
    await page.goto(served.url)
    await openMarket(page, say)
    await goTo(page, 'model')
    await page.getByRole('combobox', { name: say('model.size') }).click()
    await page.getByRole('option', { name: '96 × 96 × 3' }).click()
    const line = page.getByRole('slider', { name: say('model.line') })
    const grip = (await line.boundingBox())!
    await page.mouse.move(grip.x + 12, grip.y + 12)
    await page.mouse.down()
    for (let y = 0; y < 400; y += 4) {
      if ((await line.getAttribute('aria-valuetext'))!.startsWith('block5_conv1,')) break
      await page.mouse.move(grip.x + 12, grip.y + 12 + y)
    }
    await page.mouse.up()
    expect(await line.getAttribute('aria-valuetext')).toMatch(/^block5_conv1, [\d,]+ parameters learn$/)
    await stage('finetune', say).waitFor()
    for (const [name, count] of Object.entries(epochs)) {
      await stage(name, say).click()
      await page.getByRole('spinbutton', { name: say('plan.epochs'), exact: true }).fill(String(count))
      await page.keyboard.press('Tab')
      await stage(name, say).getByText(`${count} epochs`).waitFor()
    }
  })

  test('a finger drags the line as well, and one step back undoes all of it', async () => {
    const line = page.getByRole('slider', { name: say('model.line') })
    const grip = (await line.boundingBox())!
    const session = await page.context().newCDPSession(page)
    const [x, top] = [grip.x + 12, grip.y + 12]
    await session.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [{ x, y: top }] })
    for (let y = 0; y <= 240; y += 20)
      await session.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: [{ x, y: top + y }] })
    await session.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })
    await session.detach()
    expect(await line.getAttribute('aria-valuetext')).toMatch(/^block[1234]_/)
    await page.getByRole('button', { name: say('plan.undo') }).click()
    expect(await line.getAttribute('aria-valuetext')).toMatch(/^block5_conv1,/)
  })

  test('the cut is dragged down a layer, and undone', async () => {
    const cut = page.getByRole('slider', { name: say('model.cutLine') })
    const whole = await cut.getAttribute('aria-valuetext')
    const grip = (await cut.boundingBox())!
    await page.mouse.move(grip.x + 20, grip.y + 10)
    await page.mouse.down()
    await page.mouse.move(grip.x + 20, grip.y + 44, { steps: 6 })
    await page.mouse.up()
    expect(await cut.getAttribute('aria-valuetext')).not.toBe(whole)
    await page.getByRole('button', { name: say('plan.undo') }).click()
    expect(await cut.getAttribute('aria-valuetext')).toBe(whole)
  })

  test('thawing under an untrained head is refused with the reason, and undone', async () => {
    await stage('head', say).click()
    await page.getByRole('button', { name: say('plan.removeStage') }).click()
    await page.getByText(say('failures.untrained-head')).waitFor()
    expect(await page.getByRole('button', { name: say('plan.start') }).getAttribute('aria-disabled')).toBe('true')
    await page.getByRole('button', { name: say('plan.undo') }).click()
    await stage('head', say).waitFor()
    expect(await seriousFaults(page)).toEqual([])
  })

  test('an engine that dies in the second stage costs no epoch', async () => {
    await page.getByRole('button', { name: say('plan.start') }).click()
    const before = await killInSecondStage(first, say)
    await untilDone(say)
    expect(before).toBeLessThan(total)
    expectWhole(first)
    await expect.poll(() => page.getByText(say('train.frozen')).count()).toBe(1)
    window.complaints.length = 0
  })

  test('a second run stands beside it, ranked by validation', async () => {
    await goTo(page, 'model')
    await page.getByRole('slider', { name: say('model.line') }).press('End')
    await firstStage(page, say).waitFor()
    if (await page.getByRole('spinbutton', { name: say('plan.epochs'), exact: true }).isHidden())
      await firstStage(page, say).click()
    await page.getByRole('spinbutton', { name: say('plan.epochs'), exact: true }).fill('4')
    await page.keyboard.press('Tab')
    await page.getByRole('button', { name: say('plan.start') }).click()
    await page.locator('header').getByText(second).waitFor()
    await untilDone(say)
    const rows = page.getByRole('region', { name: say('train.onCharts') }).getByRole('listitem')
    await expect.poll(() => rows.count()).toBe(2)
    const shown = (await rows.locator('b').allInnerTexts()).map(Number)
    expect(shown).toEqual([recordedAccuracy(first), recordedAccuracy(second)].toSorted((a, b) => b - a))
  })

  test('a run is hidden, named, noted, deleted and brought back', async () => {
    const aside = page.getByRole('complementary')
    await aside.getByRole('checkbox', { name: say('train.show', { run: first }) }).click()
    expect(await aside.getByRole('checkbox', { name: say('train.show', { run: first }) }).isChecked()).toBe(false)
    await aside.getByRole('checkbox', { name: say('train.show', { run: first }) }).click()
    await aside.getByRole('textbox', { name: say('train.title') }).fill('Head only')
    await page.keyboard.press('Tab')
    await aside.getByRole('button', { name: 'Head only', exact: true }).waitFor()
    await aside.getByRole('textbox', { name: say('train.note') }).fill('Where it began.')
    await page.keyboard.press('Tab')
    await expect.poll(() => recordOf(second).note).toBe('Where it began.')
    expect(recordOf(second).title).toBe('Head only')
    await aside.getByRole('button', { name: say('train.delete', { run: first }) }).click()
    await aside.getByText(say('train.deleted', { run: first })).waitFor()
    expect(existsSync(runFolder(first))).toBe(false)
    await aside.getByRole('button', { name: say('train.undo') }).click()
    await aside.getByRole('button', { name: first, exact: true }).waitFor()
    expect(existsSync(runFolder(first))).toBe(true)
  })

  test('each photograph’s loss is shown, in both forms of smoothing, and nothing that axe calls serious', async () => {
    await page.getByRole('complementary').getByRole('button', { name: first, exact: true }).click()
    await page.getByText(say('train.forms.debiased')).click()
    await page.getByRole('button', { name: say('train.spread.title') }).click()
    await page.getByRole('img', { name: say('train.spread.chart') }).waitFor()
    await page.getByText(new RegExp(`^From epoch \\d+ to ${total} the mean went from`)).waitFor()
    expect(await seriousFaults(page)).toEqual([])
  })

  test('the figure is saved with title and settings, on white', async () => {
    const save = async (format: string): Promise<Buffer> => {
      await page.getByRole('button', { name: say('train.saveFigure') }).click()
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('menuitem', { name: say(`train.formats.${format}`) }).click(),
      ])
      return bytesOf(download)
    }
    const svg = (await save('svg')).toString()
    for (const text of [first, 'block5_conv1', 'rmsprop 1e-5', say('metrics.learning_rate')])
      expect(svg).toContain(text)
    const png = sharp(await save('png'))
    const { data } = await png.raw().toBuffer({ resolveWithObject: true })
    expect([...data.subarray(0, 3)]).toEqual([255, 255, 255])
    expect((await save('csv')).toString()).toBe(readFileSync(join(runFolder(first), 'log.csv'), 'utf8'))
  })

  test('a run goes on for two epochs more, and another begins where it was best', async () => {
    const more = page.getByRole('spinbutton', { name: say('train.more') })
    await more.fill('2')
    await page.keyboard.press('Tab')
    await page.getByRole('button', { name: say('train.extend'), exact: true }).click()
    await expect.poll(() => logged(first).length, { timeout: patience }).toBe(total + 2)
    await untilDone(say)
    await page.getByRole('button', { name: say('train.branchLast') }).click()
    await page.getByText(say('plan.branch.last', { run: first })).waitFor()
    await page.getByRole('button', { name: say('plan.branch.leave') }).click()
    expect(window.complaints).toEqual([])
  })
})

describe('fine-tuning with a keyboard alone, in Korean', { timeout: 4 * patience }, () => {
  const say = wordsOf('ko')
  const run = '003-finetune'

  beforeAll(async () => {
    await open()
    await page.setViewportSize({ width: 1000, height: 700 })
  })
  afterAll(() => page?.context().close())

  test('the line goes to block5_conv1 by keys, and both stages are set', async () => {
    await page.goto(served.url)
    await pressOn(page, page.getByRole('button', { name: /^Language: English/ }))
    await page.getByRole('heading', { name: say('home.title') }).waitFor()
    await pressOn(
      page,
      page
        .getByRole('main')
        .getByRole('button', { name: /market/ })
        .first(),
    )
    await page.getByRole('heading', { name: say('steps.data') }).waitFor()
    await page.keyboard.press(keyOf('model'))
    const line = page.getByRole('slider', { name: say('model.line') })
    await tabTo(page, line)
    for (const key of ['End', 'PageDown']) await page.keyboard.press(key)
    expect(await line.getAttribute('aria-valuetext')).toMatch(/^block5_conv1, /)
    await pressOn(page, page.getByRole('combobox', { name: say('model.size') }))
    await page.getByRole('option', { name: '96 × 96 × 3' }).waitFor()
    await page.keyboard.type('96')
    await page.keyboard.press('Enter')
    await pressOn(page, page.getByRole('button', { name: say('model.inspector') }))
    for (const [name, count] of Object.entries(epochs)) {
      await pressOn(page, stage(name, say))
      await tabTo(page, page.getByRole('spinbutton', { name: say('plan.epochs'), exact: true }))
      await page.keyboard.press('Control+a')
      await page.keyboard.type(String(count))
      await page.keyboard.press('Tab')
      await stage(name, say)
        .getByText(new RegExp(`^${count} `))
        .waitFor()
    }
    await pressOn(page, page.getByRole('button', { name: say('plan.start') }))
  })

  test('an engine that dies in the second stage costs no epoch', async () => {
    await killInSecondStage(run, say)
    await untilDone(say)
    expectWhole(run)
    window.complaints.length = 0
  })

  test('the figure is saved', async () => {
    await pressOn(page, page.getByRole('button', { name: say('train.saveFigure') }))
    await page.getByRole('menuitem', { name: say('train.formats.png') }).waitFor()
    const [download] = await Promise.all([page.waitForEvent('download'), pressMenu(page, say('train.formats.svg'))])
    const svg = (await bytesOf(download)).toString()
    for (const text of [run, say('metrics.learning_rate'), say('train.baseFrozen')]) expect(svg).toContain(text)
    expect(window.complaints).toEqual([])
  })
})
