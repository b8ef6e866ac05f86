import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { unwatched } from '../../contract/index.ts'
import { fetchSamples } from '../../main/zoo/index.ts'
import { installedElectron } from '../../scripts/setup/window.mjs'
import { provideTestPage, provideTestShell } from '../helpers/built.ts'
import { dropFiles, patience, pictureOfFailure, seriousFaults } from './chromium.ts'
import { openElectron, openUnderStandIn, type DesktopWindow } from './desktop-window.ts'
import { bringIn, firstStage } from './walk.ts'
import { wordsOf } from './words.ts'

const say = wordsOf('en')
const program = installedElectron()
const shells: [string, (home: string) => Promise<DesktopWindow>][] = [
  ['under a stand-in for Electron', openUnderStandIn],
  // Where Electron has been fetched and there is a screen.
  ...(program ? [['in Electron', (home) => openElectron(program, home)] satisfies (typeof shells)[number]] : []),
]

describe.each(shells)('the desktop window, %s', { timeout: 3 * patience }, (_name, open) => {
  const home = realpathSync(mkdtempSync(join(tmpdir(), 'thaw-desktop-')))
  const photographs = join(home, 'orchard')
  const runs = join(home, 'thaw', 'projects', 'orchard', 'runs')
  let window: DesktopWindow
  let page: Page

  beforeAll(async () => {
    await provideTestPage()
    await provideTestShell()
    const { folder } = await fetchSamples(unwatched())
    for (const name of ['fruit', 'leafy']) {
      mkdirSync(join(photographs, name), { recursive: true })
      for (const file of readdirSync(join(folder, name)).sort().slice(0, 12)) {
        cpSync(join(folder, name, file), join(photographs, name, file))
      }
    }
    window = await open(home)
    page = window.page
  })
  afterEach(({ task }) => pictureOfFailure(task, page))
  afterAll(async () => {
    await window?.end()
    rmSync(home, { recursive: true, force: true })
  })

  test('opens a folder that the menu and the system’s dialog chose', async () => {
    await page.getByRole('heading', { name: say('home.title') }).waitFor()
    await window.answer({ folder: photographs })
    await window.choose('open-folder')
    await bringIn(page, say)
    await page.getByRole('cell', { name: '24', exact: true }).waitFor()
    await page.locator('main section img').first().waitFor()
  })

  test('opens a folder that is dropped on it', async () => {
    await window.choose('home')
    await page.getByRole('heading', { name: say('home.title') }).waitFor()
    await window.dropped([photographs])
    await dropFiles(page, 'main .zone', [photographs])
    await page.getByRole('cell', { name: '24', exact: true }).waitFor()
    expect(readdirSync(join(runs, '..', '..'))).toEqual(['orchard'])
  })

  test('trains, shown in the dock or taskbar too', async () => {
    await window.choose('model')
    await page.getByRole('combobox', { name: say('model.size') }).click()
    await page.getByRole('option', { name: '96 × 96 × 3' }).click()
    await firstStage(page, say).click()
    await page.getByRole('spinbutton', { name: say('plan.epochs') }).fill('4')
    await page.keyboard.press('Tab')
    await page.getByRole('button', { name: say('plan.start') }).click()
    await expect.poll(() => window.progress(), { timeout: patience, interval: 5 }).toBeGreaterThan(0)
    await page.getByRole('heading', { name: say('runStates.done'), exact: true }).waitFor()
    await expect.poll(() => window.progress()).toBe(-1)
  })

  test('saves figure and model where the system’s dialog says', async () => {
    const [figure, model] = [join(home, 'curves.svg'), join(home, 'kept.h5')]
    await window.answer({ file: figure })
    await page.getByRole('button', { name: say('train.saveFigure') }).click()
    await page.getByRole('menuitem', { name: say('train.formats.svg') }).click()
    await expect.poll(() => existsSync(figure), { timeout: patience }).toBe(true)
    expect(readFileSync(figure, 'utf8')).toMatch(/^<svg[^]*<\/svg>\s*$/)
    await window.choose('judge')
    await window.answer({ file: model })
    await page.getByRole('button', { name: say('judge.saveModel') }).click()
    await page.getByRole('menuitem', { name: /^model\.h5/ }).click()
    await expect.poll(() => existsSync(model), { timeout: patience }).toBe(true)
    expect(readFileSync(model).equals(readFileSync(join(runs, '001-extract', 'model.h5')))).toBe(true)
  })

  test('looks at a picture that is dropped on it', async () => {
    await window.choose('use')
    await page.getByRole('heading', { name: say('use.drop') }).waitFor()
    const picture = join(photographs, 'fruit', readdirSync(join(photographs, 'fruit'))[0]!)
    await window.dropped([picture])
    await dropFiles(page, 'main .zone', [picture])
    await page
      .getByRole('list', { name: say('use.answers') })
      .getByRole('definition')
      .first()
      .waitFor()
    expect(await seriousFaults(page)).toEqual([])
  })

  test('speaks Korean in page and menu alike', async () => {
    await page.getByRole('button', { name: /^Language: English/ }).click()
    await page.getByRole('heading', { name: wordsOf('ko')('use.drop') }).waitFor()
    await page.getByRole('button', { name: /한국어$/ }).click()
    await page.getByRole('heading', { name: say('use.drop') }).waitFor()
  })

  test('closed while a run trains, asks, and leaves it running unseen', async () => {
    await window.choose('model')
    await firstStage(page, say).click()
    const epochs = page.getByRole('spinbutton', { name: say('plan.epochs') })
    if (await epochs.isHidden()) await firstStage(page, say).click()
    await epochs.fill('5000')
    await page.keyboard.press('Tab')
    await page.getByRole('button', { name: say('plan.start') }).click()
    await page.getByRole('button', { name: say('train.stop') }).waitFor()
    await window.answer({ close: 'cancel' })
    await window.close()
    expect(await window.isVisible()).toBe(true)
    await window.answer({ close: 'leave' })
    await window.close()
    await expect.poll(() => window.isVisible()).toBe(false)
    const log = join(runs, '002-extract', 'log.csv')
    const before = existsSync(log) ? readFileSync(log, 'utf8').length : 0
    await expect
      .poll(() => (existsSync(log) ? readFileSync(log, 'utf8').length : 0), { timeout: patience })
      .toBeGreaterThan(before)
    await window.choose('train')
    await expect.poll(() => window.isVisible()).toBe(true)
    await page.getByRole('button', { name: say('train.stop') }).click()
    await page.getByRole('heading', { name: say('runStates.done'), exact: true }).waitFor()
  })

  test('met no error, no missing word and no other host', () => expect(window.complaints).toEqual([]))
})
