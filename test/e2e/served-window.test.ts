import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Download, Page } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { provideTestPage } from '../helpers/built.ts'
import { steps } from '../../renderer/router/steps.ts'
import {
  dropFiles,
  launchChromium,
  openWatched,
  patience,
  pictureOfFailure,
  seriousFaults,
  type Watched,
} from './chromium.ts'
import { pressMenu, pressOn, tabTo } from './keyboard.ts'
import { serveSamples, type Served } from './served.ts'
import { expectPictures, firstStage, goTo, keyOf, openMarket } from './walk.ts'
import { wordsOf, type Say } from './words.ts'

/*
 * The served window as a person uses it: real Chromium, `thaw serve`, its real engine, real photographs. One server and one
 * project for all; pictures of 96 pixels, so that reading the features takes a few seconds.
 */

let served: Served
let browser: Browser

beforeAll(async () => {
  await provideTestPage()
  served = await serveSamples()
  browser = await launchChromium()
})

afterAll(async () => {
  await browser?.close()
  await served?.stop()
})

const runFolder = (run: string): string => join(served.projects, 'market', 'runs', run)
const bytesOf = async (download: Download): Promise<Buffer> => readFileSync(await download.path())
const downloaded = async (page: Page, act: () => Promise<void>): Promise<Download> => {
  const [download] = await Promise.all([page.waitForEvent('download'), act()])
  return download
}

/** Settles once Train shows a run that is done. */
async function untilDone(page: Page, say: Say): Promise<void> {
  await page
    .locator('header')
    .getByRole('link', { name: say('steps.judge') })
    .waitFor()
}

/** Its script may still be on its way, and it takes no key before it has the focus. */
async function leavePalette(page: Page): Promise<void> {
  await page.getByRole('dialog').waitFor()
  await expect
    .poll(async () => {
      const dialog = page.getByRole('dialog')
      await dialog.press('Escape', { timeout: 2000 }).catch(() => {}) // it may be gone by now
      return dialog.count()
    })
    .toBe(0)
}

describe('a person with a mouse, in English', { timeout: 3 * patience }, () => {
  const say = wordsOf('en')
  let window: Watched
  let page: Page

  beforeAll(async () => {
    window = await openWatched(browser)
    page = window.page
  })
  afterEach(({ task }) => pictureOfFailure(task, page))
  afterAll(() => page?.context().close())

  test('opens a folder of photographs', async () => {
    await page.goto(served.url)
    await openMarket(page, say)
  })

  test('sees what is in it', async () => {
    const row = page.getByRole('row', { name: /leafy/ })
    await row.getByRole('button', { name: 'leafy' }).click()
    expect(await row.getByRole('cell').allInnerTexts()).toEqual(expect.arrayContaining(['14']))
    await page.getByRole('region', { name: 'leafy' }).getByRole('button').first().waitFor()
    await expectPictures(page, 'main section[aria-label="leafy"] img')
  })

  test('drags the line, and sees what it means', async () => {
    await page
      .getByRole('link', { name: say('steps.model') })
      .last()
      .click()
    const line = page.getByRole('slider', { name: say('model.line') })
    const top = await line.getAttribute('aria-valuenow')
    const at = (await line.boundingBox())!
    await page.mouse.move(at.x + 10, at.y + 10)
    await page.mouse.down()
    await page.mouse.move(at.x + 10, at.y + 160, { steps: 8 })
    await page.mouse.up()
    expect(Number(await line.getAttribute('aria-valuenow'))).toBeLessThan(Number(top))
    expect(await line.getAttribute('aria-valuetext')).toMatch(/^block\d_\w+, [\d,]+ parameters learn$/)
    await line.press('End')
    expect(await line.getAttribute('aria-valuenow')).toBe(top)
    await expectPictures(page, 'main img')
  })

  test('starts a run, and watches both curves to its end', async () => {
    await page.getByRole('combobox', { name: say('model.size') }).click()
    await page.getByRole('option', { name: '96 × 96 × 3' }).click()
    await firstStage(page, say).click()
    await page.getByRole('spinbutton', { name: say('plan.epochs') }).fill('4')
    await page.keyboard.press('Tab')
    await page.getByRole('button', { name: say('plan.start') }).click()
    await untilDone(page, say)
    for (const metric of ['accuracy', 'loss'] as const) {
      await page.getByRole('img', { name: new RegExp(`^${say(`metrics.${metric}`)} after epoch 4:`) }).waitFor()
    }
  })

  test('saves the figure as a picture, a drawing and numbers', async () => {
    const save = async (format: string): Promise<Buffer> => {
      await page.getByRole('button', { name: say('train.saveFigure') }).click()
      return bytesOf(
        await downloaded(page, () => page.getByRole('menuitem', { name: say(`train.formats.${format}`) }).click()),
      )
    }
    const { format, width, height } = await sharp(await save('png')).metadata()
    expect({ format, width, height }).toMatchObject({ format: 'png' })
    expect((await sharp(await save('png')).stats()).isOpaque).toBe(true)
    expect((await save('svg')).toString()).toMatch(/^<svg[^]*Accuracy[^]*<\/svg>\s*$/)
    const log = readFileSync(join(runFolder('001-extract'), 'log.csv'), 'utf8')
    expect((await save('csv')).toString()).toBe(log)
  })

  test('judges the run and saves its model', async () => {
    await page.keyboard.press(keyOf('judge'))
    await page.getByRole('heading', { name: say('judge.confusion') }).waitFor()
    expect(await page.getByText(/\d+–\d+ %/).count()).toBeGreaterThan(0)
    await page.getByRole('button', { name: say('judge.saveModel') }).click()
    const download = await downloaded(page, () => page.getByRole('menuitem', { name: /^model\.h5/ }).click())
    expect(download.suggestedFilename()).toBe('001-extract-model.h5')
    expect((await bytesOf(download)).equals(readFileSync(join(runFolder('001-extract'), 'model.h5')))).toBe(true)
  })

  test('drops a picture, and is told what it is', async () => {
    await page.keyboard.press(keyOf('use'))
    await page.getByRole('heading', { name: say('use.drop') }).waitFor()
    await dropFiles(page, 'main .zone', [join(served.samples, 'fish', 'P050.jpeg')])
    const answer = page.getByRole('list', { name: say('use.answers') }).getByRole('listitem')
    await answer.getByRole('definition').first().waitFor()
    const shares = await answer.getByRole('definition').allInnerTexts()
    expect(shares).toHaveLength(4)
    expect(shares.reduce((sum, share) => sum + Number.parseFloat(share), 0)).toBeCloseTo(100, 0)
    expect(await answer.innerText()).toContain('P050.jpeg')
  })

  test('finds the project, and its run, on Home without a reload', async () => {
    await goTo(page, 'home')
    const recent = page.getByRole('button', { name: /^market/ })
    await recent.getByText('001-extract').waitFor()
    await recent.click()
    await page.getByRole('heading', { name: say('steps.data') }).waitFor()
  })

  test.each(['light', 'dark'])('finds nothing that axe calls serious, on any screen, %s', async (theme) => {
    for (const name of ['settings', ...steps, 'home']) {
      if (name === 'settings') {
        await page.keyboard.press('Control+,')
        await page.getByText(say(`settings.themeItems.${theme}`), { exact: true }).click()
      } else await goTo(page, name)
      await page.waitForLoadState('networkidle')
      expect(await seriousFaults(page), name).toEqual([])
    }
    await page.keyboard.press('Control+k')
    await page.getByRole('dialog').getByRole('option').first().waitFor()
    expect(await seriousFaults(page), 'palette').toEqual([])
    await leavePalette(page)
  })

  test('tries the sample photographs with one click', async () => {
    await goTo(page, 'home')
    await page.getByRole('button', { name: say('home.samples') }).click()
    await page.getByRole('cell', { name: '272', exact: true }).waitFor()
    await expectPictures(page, 'main section img')
  })

  test('met no error, no missing word and no other host', () => expect(window.complaints).toEqual([]))
})

describe('a person with a keyboard alone, in Korean', { timeout: 3 * patience }, () => {
  const say = wordsOf('ko')
  let window: Watched
  let page: Page

  beforeAll(async () => {
    window = await openWatched(browser, { viewport: { width: 1000, height: 700 } })
    page = window.page
  })
  afterEach(({ task }) => pictureOfFailure(task, page))
  afterAll(() => page?.context().close())

  test('chooses Korean, and opens a folder', async () => {
    await page.goto(served.url)
    await pressOn(page, page.getByRole('button', { name: /^Language: English/ }))
    await page.getByRole('heading', { name: say('home.title') }).waitFor()
    expect(await page.locator('html').getAttribute('lang')).toBe('ko')
    await pressOn(page, page.getByRole('button', { name: say('home.openFolder') }))
    const dialog = page.getByRole('dialog')
    await pressOn(page, dialog.getByRole('button', { name: 'market' }))
    await dialog.getByRole('button', { name: 'leafy' }).waitFor()
    await pressOn(page, dialog.getByRole('button', { name: say('folder.choose') }))
    await page.getByRole('heading', { name: say('steps.data') }).waitFor()
  })

  test('looks at a class, and at one photograph of it', async () => {
    await pressOn(page, page.getByRole('button', { name: 'vegetables', exact: true }), 'Space')
    const gallery = page.getByRole('listbox', { name: say('data.photographsOf', { name: 'vegetables' }) })
    await tabTo(page, gallery)
    await page.keyboard.press('ArrowRight')
    const before = await gallery.getAttribute('aria-activedescendant')
    await page.keyboard.press('ArrowRight')
    expect(before).not.toBeNull()
    expect(await gallery.getAttribute('aria-activedescendant')).not.toBe(before)
  })

  test('moves the line by layer and by block, and starts', async () => {
    await pressOn(page, page.getByRole('link', { name: say('steps.model') }).last())
    const line = page.getByRole('slider', { name: say('model.line') })
    await tabTo(page, line)
    const places: (string | null)[] = []
    for (const key of ['End', 'ArrowDown', 'PageDown', 'Home', 'End']) {
      await page.keyboard.press(key)
      places.push((await line.getAttribute('aria-valuetext'))!.split(',')[0]!)
    }
    expect(places[1]).toBe('block5_pool')
    expect(places[3]).toBe('block1_conv1')
    expect(places[4]).toBe(places[0])
    await pressOn(page, page.getByRole('combobox', { name: say('model.size') }))
    await page.getByRole('option', { name: '96 × 96 × 3' }).waitFor()
    await page.keyboard.type('96')
    await page.keyboard.press('Enter')
    await page
      .getByRole('combobox', { name: say('model.size') })
      .getByText('96 × 96 × 3')
      .waitFor()
    // On a narrow window the plan is in a drawer.
    await pressOn(page, page.getByRole('button', { name: say('model.inspector') }))
    await pressOn(page, firstStage(page, say))
    const epochs = page.getByRole('spinbutton', { name: say('plan.epochs') })
    await tabTo(page, epochs)
    await page.keyboard.press('Control+a')
    await page.keyboard.type('3')
    await pressOn(page, page.getByRole('button', { name: say('plan.start') }))
    await untilDone(page, say)
  })

  test('saves figure and model', async () => {
    await pressOn(page, page.getByRole('button', { name: say('train.saveFigure') }))
    await page.getByRole('menuitem', { name: say('train.formats.png') }).waitFor()
    const figure = await downloaded(page, () => pressMenu(page, say('train.formats.svg')))
    expect((await bytesOf(figure)).toString()).toContain(say('metrics.accuracy'))
    await page.keyboard.press(keyOf('judge'))
    await pressOn(page, page.getByRole('button', { name: say('judge.saveModel') }))
    const model = await downloaded(page, () => pressMenu(page, /^model\.h5/))
    expect((await bytesOf(model)).equals(readFileSync(join(runFolder('002-extract'), 'model.h5')))).toBe(true)
  })

  test('finds a screen, a run and a project by a few letters', async () => {
    const find = async (letters: string, found: string): Promise<void> => {
      await page.keyboard.press('Control+k')
      await page.getByRole('dialog', { name: say('palette.title') }).waitFor()
      await page.keyboard.type(letters)
      await page.locator('[role=dialog] [role=option][data-highlighted]').getByText(found).waitFor()
      await page.keyboard.press('Enter')
      await page.getByRole('dialog').waitFor({ state: 'hidden' })
    }
    await find('훈', say('steps.train'))
    await page.getByRole('heading', { name: say('steps.train'), level: 1 }).waitFor()
    await find('001', '001-extract')
    await page.locator('header').getByText('001-extract').waitFor()
    await find('food', 'food-272')
    await page.getByRole('cell', { name: '272', exact: true }).waitFor()
    await find('market', 'market')
    await page.getByRole('button', { name: 'leafy', exact: true }).waitFor()
    await page.keyboard.press('Control+k')
    await leavePalette(page)
  })

  test('has a picture looked at', async () => {
    await page.keyboard.press(keyOf('use'))
    // Asked for well before: the browser hears of it on its own time.
    const choosing = page.waitForEvent('filechooser')
    choosing.catch(() => {})
    await pressOn(page, page.getByRole('button', { name: say('use.choose') }))
    await (await choosing).setFiles(join(served.samples, 'leafy', 'C030.jpeg'))
    const answer = page.getByRole('list', { name: say('use.answers') }).getByRole('listitem')
    await answer.getByRole('definition').first().waitFor()
    expect(await answer.innerText()).toMatch(/C030\.jpeg/)
  })

  test('met no error, no missing word and no other host', () => expect(window.complaints).toEqual([]))
})
