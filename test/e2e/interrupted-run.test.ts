import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { provideTestPage } from '../helpers/built.ts'
import { launchChromium, openWatched, patience, pictureOfFailure, watch, type Watched } from './chromium.ts'
import { relayTo, type Relay } from './relay.ts'
import { serveSamples, type Served } from './served.ts'
import { firstStage, goTo, openMarket } from './walk.ts'
import { wordsOf } from './words.ts'

/* One run, so long that it ends only when somebody ends it, and what may come in between. */

const say = wordsOf('en')
let served: Served
let relay: Relay
let browser: Browser
let window: Watched
let page: Page
/** Over the relay. */
let address: string

beforeAll(async () => {
  await provideTestPage()
  served = await serveSamples()
  relay = await relayTo(served.port)
  address = served.url.replace('127.0.0.1', 'localhost')
  browser = await launchChromium({ from: served.port, to: relay.port })
  window = await openWatched(browser)
  page = window.page
})
afterEach(({ task }) => pictureOfFailure(task, page))
afterAll(async () => {
  await browser?.close()
  relay?.close()
  await served?.stop()
})

const run = '001-extract'
const log = (): string => join(served.projects, 'market', 'runs', run, 'log.csv')
const logged = (): string[] => (existsSync(log()) ? readFileSync(log(), 'utf8').trim().split('\r\n').slice(1) : [])
/** What Train says is done. */
const shown = async (on = page): Promise<number> =>
  Number(await on.getByRole('complementary').locator('.figure').first().innerText())
/** Settles once Train shows more epochs than these. */
const pastEpoch = async (epoch: number, on = page): Promise<void> => {
  await on.locator('header').getByText(run).waitFor()
  await expect.poll(() => shown(on), { timeout: patience }).toBeGreaterThan(epoch)
}

test('a run under way goes on when the window is reloaded', { timeout: 3 * patience }, async () => {
  await page.goto(address)
  await openMarket(page, say)
  await goTo(page, 'model')
  await page.getByRole('combobox', { name: say('model.size') }).click()
  await page.getByRole('option', { name: '96 × 96 × 3' }).click()
  await firstStage(page, say).click()
  await page.getByRole('spinbutton', { name: say('plan.epochs') }).fill('5000')
  await page.keyboard.press('Tab')
  await page.getByRole('button', { name: say('plan.start') }).click()
  await pastEpoch(2)
  await page.reload()
  await page.getByRole('heading', { name: say('steps.train') }).waitFor()
  await pastEpoch(logged().length)
})

test(
  'a run under way is seen alike by a second tab, which ends nothing when it is closed',
  { timeout: 3 * patience },
  async () => {
    const second = watch(await page.context().newPage())
    const tab = page.context().pages().at(-1)!
    await tab.goto(address)
    await tab
      .getByRole('main')
      .getByRole('button', { name: /market/ })
      .first()
      .click()
    await tab.getByRole('cell', { name: '56', exact: true }).waitFor()
    await goTo(tab, 'train')
    await pastEpoch(logged().length, tab)
    await tab.close()
    await pastEpoch(logged().length)
    expect(second).toEqual([])
  },
)

test(
  'a run under way goes on when the connection drops, which is said, and nothing is missing after',
  { timeout: 3 * patience },
  async () => {
    expect(window.complaints).toEqual([])
    relay.cut()
    const note = page.getByRole('status').filter({ hasText: say('shell.connectionLost') })
    await note.waitFor()
    const before = logged().length
    await expect.poll(() => logged().length, { timeout: patience }).toBeGreaterThan(before + 2)
    relay.mend()
    await note.waitFor({ state: 'hidden' })
    await pastEpoch(before + 2)
    // What the browser itself says of a connection that fails.
    expect(window.complaints.filter((complaint) => !/WebSocket|ERR_(?:EMPTY|CONNECTION)/.test(complaint))).toEqual([])
    window.complaints.length = 0
  },
)

test(
  'a run under way goes on in another engine when its engine is killed, which is said',
  { timeout: 3 * patience },
  async () => {
    const [engine] = served.engines()
    const note = page.getByRole('status').filter({ hasText: say('shell.engineStopped') })
    const told = note.waitFor()
    process.kill(engine!, 'SIGKILL')
    await told
    await note.waitFor({ state: 'hidden' })
    await pastEpoch(logged().length)
    expect(served.engines()).not.toContain(engine)
    expect(logged().map((row) => Number(row.split(',')[0]))).toEqual(logged().map((_row, epoch) => epoch))
  },
)

test('a run under way is paused and goes on, by one key', { timeout: 3 * patience }, async () => {
  await page.getByRole('heading', { name: say('steps.train') }).click()
  await page.keyboard.press('Space')
  await page.getByRole('heading', { name: say('runStates.paused'), exact: true }).waitFor()
  const before = await shown()
  await page.keyboard.press('Space')
  await pastEpoch(before)
})

test('a run under way is stopped and kept', { timeout: 3 * patience }, async () => {
  await page.getByRole('button', { name: say('train.stop') }).click()
  await page.getByRole('heading', { name: say('runStates.done'), exact: true }).waitFor()
  expect(existsSync(join(log(), '..', 'model.h5'))).toBe(true)
  expect(window.complaints).toEqual([])
})
