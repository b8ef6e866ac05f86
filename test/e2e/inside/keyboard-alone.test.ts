import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Download, Page } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readNpy, writeKerasH5 } from '../../../main/formats/index.ts'
import { initialWeights, type LayerConfig } from '../../../main/network/index.ts'
import { chain } from '../../helpers/networks.ts'
import { hashTree, jpeg, writePhotographs, writeTree } from '../../helpers/photographs.ts'
import { trainSmall } from '../../helpers/small-runs.ts'
import { patience, seriousFaults } from '../chromium.ts'
import { dropBytes, openDataWindow, type DataWindow } from '../data-window.ts'
import { pressMenu, pressOn, tabTo } from '../keyboard.ts'
import { wordsOf } from '../words.ts'

/*
 * Seeing, judging and using a model with the keyboard alone, in Korean; pictures of any origin; and networks of any length.
 * The chapter's convnet is untrained here: what is asked is whether a person gets through.
 */

const say = wordsOf('ko')
let window: DataWindow
let project: string
let photographs: string

const convolution = (filters: number, padding = 'valid'): LayerConfig => ({
  ...{ filters, kernel_size: [3, 3], strides: [1, 1], padding, activation: 'relu' },
})
const pooling: LayerConfig = { pool_size: [2, 2] }
/** Listing 5.5. */
const chapter = chain('cats_and_dogs_small_2', [
  ['input', 'InputLayer', { shape: [150, 150, 3] }],
  ['conv2d', 'Conv2D', convolution(32)],
  ['max_pooling2d', 'MaxPooling2D', pooling],
  ['conv2d_1', 'Conv2D', convolution(64)],
  ['max_pooling2d_1', 'MaxPooling2D', pooling],
  ['conv2d_2', 'Conv2D', convolution(128)],
  ['max_pooling2d_2', 'MaxPooling2D', pooling],
  ['conv2d_3', 'Conv2D', convolution(128)],
  ['max_pooling2d_3', 'MaxPooling2D', pooling],
  ['flatten', 'Flatten', {}],
  ['dense', 'Dense', { units: 32, activation: 'relu' }],
  ['dense_1', 'Dense', { units: 1, activation: 'sigmoid' }],
])
/** Far longer than any base. */
const length = 160
const long = chain('long', [
  ['input', 'InputLayer', { shape: [32, 32, 3] }],
  ...Array.from({ length }, (_, at) => [`conv${at}`, 'Conv2D', convolution(at % 4 ? 16 : 64, 'same')] as const),
  ['flatten', 'Flatten', {}],
  ['dense', 'Dense', { units: 1, activation: 'sigmoid' }],
])

beforeAll(async () => {
  window = await openDataWindow(async ({ root, home }) => {
    photographs = join(root, 'photographs')
    project = join(home, 'projects', 'pets')
    await writePhotographs(photographs, { cats: 24, dogs: 24 })
    await trainSmall(project, photographs, 1)
    await trainSmall(project, photographs, 2)
    mkdirSync(join(root, 'models'))
    for (const [network, file] of [
      [chapter, 'cats_and_dogs_small_2.h5'],
      // The same, of which nobody has said anything yet.
      [chapter, 'chapter.h5'],
      [chapter, 'judged.h5'],
      [long, 'long.h5'],
    ] as const) {
      await writeKerasH5(join(root, 'models', file), { network, weights: initialWeights(network, 1), metadata: null })
    }
  })
}, 600_000)
afterAll(() => window?.close())

const downloaded = async (page: Page, act: () => Promise<void>): Promise<Download> => {
  const [download] = await Promise.all([page.waitForEvent('download'), act()])
  return download
}
const grid = (page: Page, layer: string) => page.locator(`[role="slider"][data-layer="${layer}"]`)
const shown = (page: Page, layer: string) =>
  page.locator(`[role="slider"][data-layer="${layer}"][data-state="shown"]`).waitFor()
const soon = { timeout: patience }

/** Opens a select and chooses in it, by the first letters of an option. */
async function pressOption(page: Page, select: string, option: string): Promise<void> {
  await pressOn(page, page.locator(select))
  const wanted = page.getByRole('option', { name: option })
  await wanted.waitFor()
  for (let presses = 0; presses < 20 && !(await wanted.and(page.locator(':focus')).count()); presses++) {
    await page.keyboard.press('ArrowDown')
  }
  await page.keyboard.press('Enter')
}

/** Chooses a model file of the server's. */
async function chooseModel(page: Page, file: string): Promise<void> {
  await pressOption(page, '[data-inside="subject"]', say('inside.openFileItem'))
  const dialog = page.getByRole('dialog')
  await pressOn(page, dialog.getByRole('button', { name: 'models' }))
  await pressOn(page, dialog.getByRole('button', { name: file }))
  await dialog.waitFor({ state: 'hidden' })
}

/** Says of a model file what it does not say itself. */
const explain = (page: Page): Promise<void> =>
  pressOn(page, page.locator('[data-inside="question"]').getByRole('button', { name: say('inside.askOpen') }))

describe('with the keyboard alone, in Korean', { timeout: 4 * patience }, () => {
  test('a model file is opened, all eight layers are seen, and one channel, a decision and all of it are saved', async () => {
    const page = await window.open('ko', { screen: 'inside', project })
    await chooseModel(page, 'cats_and_dogs_small_2.h5')
    await explain(page)
    await pressOn(page, page.getByRole('button', { name: say('inside.fromData') }))
    const picked = page.getByRole('dialog').getByRole('listitem').getByRole('button').nth(1)
    const name = (await picked.getAttribute('title'))!.split('/').at(-1)!
    await pressOn(page, picked)
    await page.locator('nav').getByTitle(name, { exact: true }).last().waitFor()

    const layers = chapter.layers.slice(1, 9).map(({ name }) => name)
    await tabTo(page, grid(page, 'conv2d'))
    for (const [at, layer] of layers.entries()) {
      if (at > 0) await page.keyboard.press(']')
      await expect.poll(() => grid(page, layer).and(page.locator(':focus')).count(), soon).toBe(1)
      await shown(page, layer)
    }
    for (let at = layers.length - 1; at > 0; at--) await page.keyboard.press('[')
    await expect.poll(() => grid(page, 'conv2d').and(page.locator(':focus')).count(), soon).toBe(1)

    await page.keyboard.press('Home')
    await page.keyboard.press('ArrowRight')
    expect(await grid(page, 'conv2d').getAttribute('aria-valuenow')).toBe('1')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: say('inside.channel', { n: 1 }), exact: true }).waitFor()
    const values = await downloaded(page, async () => {
      await pressOn(page, page.getByRole('button', { name: say('inside.saveChannel') }))
      await pressMenu(page, say('inside.saveNpy'))
    })
    expect((await readNpy(await values.path())).shape).toEqual([148, 148])
    const knob = page.locator('[data-inside="strength"]').getByRole('slider')
    await tabTo(page, knob)
    const overlay = page.locator('[data-inside="channel"] canvas').first()
    await overlay.waitFor()
    for (const [key, opacity] of [
      ['End', '1'],
      ['Home', '0'],
      ['ArrowRight', '0.01'],
    ] as const) {
      await page.keyboard.press(key)
      await expect.poll(() => overlay.evaluate((element) => element.parentElement!.style.opacity), soon).toBe(opacity)
    }
    expect(await seriousFaults(page)).toEqual([])

    await tabTo(page, page.locator('input[value="activations"]'))
    for (let at = 0; at < 2; at++) await page.keyboard.press('ArrowRight')
    const heat = page.locator('[data-inside="why"] [data-inside="heat"] img')
    await expect.poll(() => heat.count(), soon).toBe(2)
    const widths = () => heat.evaluateAll((all) => all.map((image) => (image as HTMLImageElement).naturalWidth))
    await expect.poll(widths, soon).toEqual([150, 150])
    for (let at = 0; at < 2; at++) await page.keyboard.press('ArrowLeft')

    await shown(page, 'conv2d')
    const save = page.getByRole('button', { name: say('inside.saveOf', { layer: 'conv2d' }), exact: true })
    const picture = await downloaded(page, async () => {
      await pressOn(page, save)
      await pressMenu(page, say('inside.saveGrid'))
    })
    const { width, height } = await sharp(await picture.path()).metadata()
    expect([width, height]).toEqual([16 * 148, 2 * 148])
    await pressOn(page, save)
    await pressMenu(page, say('inside.saveAll'))
    await page.getByRole('status').getByText('24', { exact: false }).waitFor()
  })

  test('a run is judged, its worst mistake relabelled and that undone, two runs compared, and the report written and opened', async () => {
    const before = hashTree(photographs)
    const page = await window.open('ko', { screen: 'judge', project })
    const mistakes = page.locator('[data-judge="mistakes"] li > button')
    await mistakes.first().waitFor()
    const count = await mistakes.count()
    await tabTo(page, mistakes.first())
    await page.keyboard.press('r')
    await page.getByRole('menuitem').first().waitFor()
    await page.keyboard.press('Enter')
    await expect.poll(() => mistakes.count(), soon).toBe(count - 1)
    await page.keyboard.press('Control+z')
    await expect.poll(() => mistakes.count(), soon).toBe(count)
    expect(hashTree(photographs)).toBe(before)

    const file = join(photographs, '..', 'report.html')
    const report = await downloaded(page, () =>
      pressOn(page, page.getByRole('button', { name: say('judge.saveReport') })),
    )
    await report.saveAs(file)
    await tabTo(page, page.locator('input[value="overview"]'))
    for (let at = 0; at < 4; at++) await page.keyboard.press('ArrowRight')
    await page.locator('[data-judge="sentence"]').waitFor()
    expect(await page.locator('[data-judge="sentence"]').textContent()).toMatch(/[가-힣]/)
    expect(await seriousFaults(page)).toEqual([])

    await page.context().setOffline(true)
    const opened = await page.context().newPage()
    await opened.goto(pathToFileURL(file).href)
    expect(await opened.locator('html').getAttribute('lang')).toBe('ko')
    expect(await opened.locator('.pictures img').count()).toBeGreaterThan(0)
  })
})

test(
  'a picture that is dropped, and one that is pasted, are looked into like those of the data set',
  { timeout: 4 * patience },
  async () => {
    const page = await window.open('en', { screen: 'inside', project })
    const seen = (name: string) => page.locator('nav .mono', { hasText: name }).waitFor()
    await page.locator('[role="slider"][data-state="shown"]').first().waitFor()
    await dropBytes(page, 'dropped.jpg', await jpeg(60, 40, 77))
    await seen('dropped.jpg')
    const bytes = [
      ...(await sharp(await jpeg(60, 40, 78))
        .png()
        .toBuffer()),
    ]
    await page.evaluate((png) => {
      const clipboardData = new DataTransfer()
      clipboardData.items.add(new File([new Uint8Array(png)], 'pasted.png', { type: 'image/png' }))
      document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
    }, bytes)
    await seen('pasted.png')
    await page.locator('[role="slider"][data-state="shown"]').first().waitFor()
  },
)

test(
  `of a network of ${length} convolutions no more than 600 elements are in the page, and 24 pictures on their way`,
  { timeout: 4 * patience },
  async () => {
    const page = await window.open('ko', { screen: 'inside', project })
    let [going, most] = [0, 0]
    const isPicture = (url: string) => url.includes('/resource/')
    page.on('request', (request) => isPicture(request.url()) && (most = Math.max(most, ++going)))
    page.on('requestfinished', (request) => isPicture(request.url()) && going--)
    page.on('requestfailed', (request) => isPicture(request.url()) && going--)
    await chooseModel(page, 'long.h5')
    await explain(page)
    await shown(page, 'conv0')
    const elements = () => page.evaluate(() => document.querySelectorAll('#app *').length)
    const scroller = page.locator('[data-inside="scroll"]')
    for (const share of [0, 0.5, 0.2, 1, 0.7]) {
      await scroller.evaluate((element, to) => element.scrollTo(0, to * element.scrollHeight), share)
      await page.locator('[role="slider"][data-layer][data-state="shown"]').first().waitFor()
      expect(await elements()).toBeLessThanOrEqual(600)
    }
    await page.waitForLoadState('networkidle')
    expect(await elements()).toBeLessThanOrEqual(600)
    expect(most).toBeGreaterThan(0)
    expect(most).toBeLessThanOrEqual(24)
  },
)

test(
  'a picture is chosen with the keyboard, and a run, then a model file, says what it is',
  { timeout: 4 * patience },
  async () => {
    const page = await window.open('ko', { screen: 'use', project })
    const folder = writeTree(join(photographs, '..', 'new'), { 'one.jpg': await jpeg(40, 30, 901) })
    const give = async (): Promise<void> => {
      const choosing = page.waitForEvent('filechooser')
      choosing.catch(() => {})
      await pressOn(page, page.getByRole('button', { name: say('use.choose'), exact: true }))
      await (await choosing).setFiles(join(folder, 'one.jpg'))
    }
    await give()
    const answer = page.getByRole('list', { name: say('use.answers') }).getByRole('listitem')
    await answer.getByRole('definition').first().waitFor()
    expect(await answer.innerText()).toMatch(/one\.jpg/)
    const csv = await downloaded(page, async () => {
      await pressOn(page, page.getByRole('button', { name: say('use.export') }))
      await pressMenu(page, say('use.csv'))
    })
    expect(readFileSync(await csv.path(), 'utf8').split('\r\n')[0]).toBe('file,label,cats,dogs')
    await page.getByRole('menu').waitFor({ state: 'hidden' })
    expect(await seriousFaults(page)).toEqual([])

    await chooseModel(page, 'chapter.h5')
    expect(await answer.count()).toBe(0)
    await give()
    await explain(page)
    await answer.getByRole('definition').first().waitFor()
    expect(await answer.innerText()).toMatch(/one\.jpg/)
    expect(await seriousFaults(page)).toEqual([])
  },
)

test(
  'a model file is judged on the project’s test photographs, its worst mistake explained, and compared with a run; each look is counted',
  { timeout: 4 * patience },
  async () => {
    const page = await window.open('ko', { screen: 'judge', project })
    const headline = page.locator('[data-judge="headline"]')
    await headline.waitFor()
    const looks = () => page.evaluate(() => document.body.innerText.match(/결과를 (\d+)번/)?.[1])
    await expect.poll(looks, soon).toBeTruthy()
    const before = Number(await looks())
    await chooseModel(page, 'judged.h5')
    await explain(page)
    await page.locator('[data-judge="mistakes"] li > button').first().waitFor()
    await expect.poll(looks, soon).toBe(String(before + 1))
    await pressOn(page, page.locator('[data-judge="mistakes"] li > button').first(), 'End')
    const heat = page.locator('[data-judge="mistake"] [data-inside="heat"] img')
    await expect.poll(() => heat.count(), soon).toBe(2)
    // All but the losses of epochs, which a file has none of.
    expect(await page.getByRole('radio').count()).toBe(4)
    expect(await seriousFaults(page)).toEqual([])

    await tabTo(page, page.locator('input[value="overview"]'), 'Shift+Tab')
    for (let at = 0; at < 3; at++) await page.keyboard.press('ArrowRight')
    const compared = page.locator('main')
    await page.locator('[data-judge="sentence"]').waitFor()
    await expect.poll(looks, soon).toBe(String(before + 2))
    for (const run of ['002-extract', '001-extract']) {
      if (run === '001-extract') await pressOption(page, `[role="combobox"][aria-label="${say('judge.against')}"]`, run)
      await page.getByRole('heading', { name: say('judge.worse', { name: run }), exact: true }).waitFor()
      expect(await compared.getByRole('columnheader').allInnerTexts()).toEqual(
        ['right', 'wrong'].map((word) => `${run} ${say(`judge.${word}Word`)}`),
      )
      expect(await compared.getByRole('rowheader').allInnerTexts()).toEqual(
        ['right', 'wrong'].map((word) => `judged.h5 ${say(`judge.${word}Word`)}`),
      )
    }
    expect(await compared.innerText()).not.toContain(join(window.root, 'models'))
    await expect.poll(looks, soon).toBe(String(before + 3))
    expect(await seriousFaults(page)).toEqual([])
  },
)
