import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { root } from '../../scripts/setup/paths.mjs'
import { openDataWindow, type DataWindow } from './data-window.ts'
import { goTo } from './walk.ts'
import { wordsOf } from './words.ts'

/* The page comes in parts: a screen's script when it is first needed, those beside it while nothing else is to be done. */

const say = wordsOf('en')
let window: DataWindow

beforeAll(async () => {
  window = await openDataWindow()
})
afterAll(() => window?.close())

/** Answers what an old page would hear of a script after the server was given a new one. */
async function lose(page: Page, script: string): Promise<void> {
  await page.route(`**/assets/${script}-*.js`, (route) =>
    route.fulfill({ status: 404, body: 'There is nothing here.' }),
  )
}

/** Keeps a script on its way; answers what lets it arrive, which settles once it has been run. */
async function hold(page: Page, script: string): Promise<() => Promise<void>> {
  const { promise: arrived, resolve: arrive } = Promise.withResolvers<void>()
  let address = ''
  await page.route(`**/assets/${script}-*.js`, async (route) => {
    address = route.request().url()
    await arrived
    await route.continue()
  })
  return async () => {
    await expect.poll(() => address).not.toBe('')
    arrive()
    await page.evaluate(`import(${JSON.stringify(address)})`)
    await page.evaluate('new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))')
  }
}

describe('a page in parts', { timeout: 60_000 }, () => {
  test('loads the next screens ahead, and neither the others nor the charts', async () => {
    const page = await window.open('en')
    const loaded = (): Promise<string> =>
      page.evaluate("performance.getEntriesByType('resource').map(({ name }) => name).join(' ')")
    await expect.poll(loaded).toMatch(/HomePage-.*DataPage-.*ModelPage-/)
    for (const later of ['InsidePage-', 'JudgePage-', 'echarts-']) expect(await loaded()).not.toContain(later)
    await goTo(page, 'model')
    await expect.poll(loaded).toMatch(/TrainPage-.*InsidePage-/)
    await expect.poll(loaded).toContain('echarts-')
  })

  test('has names and types of the contract, and no schema', () => {
    const folder = join(root, 'out/renderer/assets')
    const scripts = readdirSync(folder).filter((file) => file.endsWith('.js'))
    expect(scripts.length).toBeGreaterThan(10)
    expect(scripts.filter((file) => readFileSync(join(folder, file), 'utf8').includes('ZodError'))).toEqual([])
  })

  test('says nothing of a part that nobody has asked for yet', async () => {
    const page = await window.open('en', null, true)
    await lose(page, 'ModelPage')
    const refused = page.waitForResponse(/ModelPage-/)
    await page.reload()
    await refused
    await page.getByRole('heading', { name: say('home.title') }).waitFor()
    expect(await page.getByRole('alert').count()).toBe(0)
  })

  test('says which screen is lost, stays where it was, and reloads to it', async () => {
    const page = await window.open('en', null, true)
    await page.getByRole('heading', { name: say('home.title') }).waitFor()
    await lose(page, 'SettingsPage')
    await page.getByRole('link', { name: say('steps.settings') }).click()
    await page.getByRole('alert').getByText(say('shell.partsLost')).waitFor()
    await page.getByRole('heading', { name: say('home.title') }).waitFor()
    await page.unroute('**/assets/SettingsPage-*.js')
    await page
      .getByRole('alert')
      .getByRole('button', { name: say('shell.reload') })
      .press('Enter')
    await page.getByRole('heading', { name: say('steps.settings'), level: 1 }).waitFor()
    expect(await page.getByRole('alert').count()).toBe(0)
  })

  test('goes to the address that was asked for while the first screen was still on its way', async () => {
    const page = await window.open('en')
    await page.getByRole('heading', { name: say('home.title') }).waitFor()
    const arrive = await hold(page, 'HomePage')
    await page.reload()
    await goTo(page, 'settings')
    await arrive()
    await page.getByRole('heading', { name: say('steps.settings'), level: 1 }).waitFor()
    expect(new URL(page.url()).hash).toBe('#/settings')
  })

  test('Escape takes back the palette that is still on its way', async () => {
    const page = await window.open('en')
    await page.getByRole('heading', { name: say('home.title') }).waitFor()
    const arrive = await hold(page, 'CommandPalette')
    await page.reload()
    await page.getByRole('heading', { name: say('home.title') }).waitFor()
    await page.keyboard.press('Control+k')
    await page.keyboard.press('Escape')
    await arrive()
    expect(await page.getByRole('dialog').count()).toBe(0)
    await page.keyboard.press('Control+k')
    await page.getByRole('dialog', { name: say('palette.title') }).waitFor()
  })
})
