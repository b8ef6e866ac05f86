import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import axe from 'axe-core'
import { chromium, type Browser, type Page } from 'playwright-core'
import sharp from 'sharp'
import { build } from 'vite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createApp } from '../../../main/app/index.ts'
import { writeNpy } from '../../../main/formats/index.ts'
import { serve, type Server } from '../../../main/serve/index.ts'
import { runPython } from '../../helpers/oracle.ts'
import { pixelsOf, samples } from '../../oracle/photographs.ts'
import { rendererConfig } from '../../../vite.renderer.config.ts'

/** Milliseconds for what a busy machine may take long for; nothing here is measured. */
const patience = 180_000
const folder = realpathSync(mkdtempSync(join(tmpdir(), 'thaw-e2e-')))
const at = (name: string) => join(folder, name)
const model = at('root/cats_and_dogs_small_2.h5')
let server: Server
let project: string
let browser: Browser
let page: Page
const errors: string[] = []
let going = 0
let mostGoing = 0

beforeAll(async () => {
  const photographs = await samples(['fish', 'vegetables'], 10)
  for (const { file, label } of photographs) {
    const home = at(`root/photographs/${['cats', 'dogs'][label]!}`)
    mkdirSync(home, { recursive: true })
    copyFileSync(file, join(home, file.split('/').at(-1)!))
  }
  await writeNpy(at('pixels.npy'), await pixelsOf(photographs.map(({ file }) => file)))
  await writeNpy(at('labels.npy'), { shape: [20], values: Int32Array.from(photographs, ({ label }) => label) })
  await runPython('insight.py', ['train', 'keras', at('pixels.npy'), at('labels.npy'), model])
  await build({
    ...rendererConfig,
    configFile: false,
    logLevel: 'error',
    build: { ...rendererConfig.build, outDir: at('page') },
  })
  const app = await createApp({ home: at('home'), version: '0', systemLanguage: 'en' })
  project = ((await app.request('open-project', { folder: at('root/photographs') })) as { project: string }).project
  await app.close()
  server = await serve({
    host: '127.0.0.1',
    port: 0,
    root: at('root'),
    home: at('home'),
    page: at('page'),
    version: '0',
  })
  browser = await chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox'],
  })
  page = await browser.newPage({ viewport: { width: 1440, height: 900 }, locale: 'en-GB' })
  page.setDefaultTimeout(patience)
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()))
  page.on('pageerror', (error) => errors.push(error.message))
  const isPicture = (url: string) => url.includes('/resource/')
  page.on('request', (request) => isPicture(request.url()) && (mostGoing = Math.max(mostGoing, ++going)))
  page.on('requestfinished', (request) => isPicture(request.url()) && going--)
  page.on('requestfailed', (request) => isPicture(request.url()) && going--)
}, 600_000)
afterAll(async () => {
  await browser?.close()
  await server?.close()
  rmSync(folder, { recursive: true, force: true })
})

const grid = (layer: string) => page.locator(`[role="slider"][data-layer="${layer}"]`)
const shown = (layer: string) => page.waitForSelector(`[role="slider"][data-layer="${layer}"][data-state="shown"]`)
const settled = () => page.waitForLoadState('networkidle')

test(
  'a person opens the chapter’s model file on a photograph that training never saw, and all eight layers are there',
  async () => {
    await page.goto(server.url)
    await page.evaluate((folder) => sessionStorage.setItem('thaw.project', folder), project)
    await page.goto(`${server.url.split('?')[0]}#/data`)
    await page.reload()
    await page.getByRole('link', { name: /Look inside/ }).click()
    await page.locator('[data-inside="subject"]').click()
    await page.getByRole('option', { name: 'Open a model file…' }).click()
    await page.getByRole('button', { name: 'cats_and_dogs_small_2.h5' }).click()
    await page.locator('[data-inside="question"]').getByRole('button', { name: 'Look inside' }).click()
    await shown('conv2d')
    const rail = page.getByRole('group', { name: 'Layers' })
    await expect.poll(() => rail.getByRole('button').count()).toBe(8)
    expect(await page.getByText('148 × 148 × 32').count()).toBe(1)
    expect(existsSync(`${model}.thaw.json`)).toBe(true)
  },
  patience,
)

test(
  'one channel shows its values under the pointer, lies over the photograph at any strength, and its filter is drawn',
  async () => {
    await grid('conv2d').focus()
    await page.keyboard.press('Home')
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('ArrowDown')
    expect(await grid('conv2d').getAttribute('aria-valuenow')).toBe('17')
    expect(await grid('conv2d').getAttribute('aria-valuetext')).toContain('Channel 17')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Channel 17' }).waitFor()
    const overlay = page.locator('[data-inside="channel"] canvas').first()
    await overlay.hover()
    await expect
      .poll(() => page.locator('[data-inside="under"]').textContent())
      .toMatch(/row \d+, column \d+: -?[\d.]+/)
    const knob = page.locator('[data-inside="strength"]').getByRole('slider')
    await knob.focus()
    await page.keyboard.press('Home')
    expect(await overlay.evaluate((element) => element.parentElement!.style.opacity)).toBe('0')
    await page.keyboard.press('End')
    expect(await overlay.evaluate((element) => element.parentElement!.style.opacity)).toBe('1')
    await page.locator('[data-inside="filter"]').waitFor()
  },
  patience,
)

test(
  'brackets go from layer to layer, the validation photographs are looked through, and the decision is explained',
  async () => {
    await grid('conv2d').focus()
    await page.keyboard.press(']')
    await expect
      .poll(() => page.evaluate(() => (document.activeElement as HTMLElement).dataset['layer']))
      .toBe('max_pooling2d')
    await page.locator('[data-inside="survey"]').click()
    await page
      .getByRole('button', { name: /^Look at / })
      .first()
      .waitFor()
    const heat = page.locator('[data-inside="reasons"] img').first()
    await heat.waitFor()
    await expect.poll(() => heat.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(150)
  },
  patience,
)

const see = (view: string) => page.locator('header').getByText(view, { exact: true }).click()

test(
  'the filters of a layer are drawn, a decision is explained for two classes over a layer of the rail',
  async () => {
    const rail = page.getByRole('group', { name: 'Layers' })
    await rail.getByRole('button').last().click()
    await see('Filters')
    const filters = page.locator('[data-inside="filters"] button img')
    await expect.poll(() => filters.count(), { timeout: patience }).toBe(32)
    await page.locator('[data-inside="filters"] [role="group"] button').nth(5).click()
    await page.getByRole('heading', { name: 'Channel 5', exact: true }).waitFor()
    await see('Why')
    const heat = page.locator('[data-inside="why"] [data-inside="heat"] img')
    await expect.poll(() => heat.count(), { timeout: patience }).toBe(2)
    expect(await page.locator('[data-inside="why"]').getByRole('combobox').first().textContent()).toContain('conv2d')
    const widths = () => heat.evaluateAll((all) => all.map((image) => (image as HTMLImageElement).naturalWidth))
    await expect.poll(widths).toEqual([150, 150])
  },
  patience,
)

test(
  'the file is compared with another network, and the map says which photographs a layer takes to be alike',
  async () => {
    await see('Compare')
    const sentence = page.locator('[data-inside="sentence"]')
    await sentence.waitFor()
    expect(await sentence.textContent()).toContain('no layer in common')
    await see('Map')
    const map = page.locator('[data-inside="map"]').getByRole('slider')
    await map.focus()
    await page.keyboard.press('End')
    expect(await map.getAttribute('aria-valuetext')).toMatch(/, (cats|dogs); most like it: /)
    expect(await page.locator('[data-inside="map"] header').textContent()).toMatch(/For \d+ % of the photographs/)
    expect(
      await page
        .getByRole('group', { name: 'Layers' })
        .getByText(/% alike/)
        .count(),
    ).toBe(8)
    await see('Activations')
  },
  patience,
)

test(
  'a grid, and everything, is saved',
  async () => {
    await page
      .getByRole('group', { name: 'Layers' })
      .getByRole('button', { name: /^conv2d 0|conv2d\b.*32/ })
      .last()
      .click()
    await shown('conv2d')
    await page.getByRole('button', { name: 'Save conv2d', exact: true }).click()
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: 'This grid (PNG)' }).click(),
    ])
    const { width, height } = await sharp(await download.path()).metadata()
    expect([width, height]).toEqual([16 * 148, 2 * 148])
    await page.getByRole('button', { name: 'Save conv2d', exact: true }).click()
    await page.getByRole('menuitem', { name: 'Everything (PNG and .npy)' }).click()
    const saved = await page
      .getByRole('status')
      .filter({ hasText: '24 files were saved in' })
      .locator('.mono')
      .textContent()
    expect(readFileSync(join(saved!.trim(), 'conv2d.npy')).subarray(1, 6).toString()).toBe('NUMPY')
  },
  patience,
)

test(
  'axe finds nothing serious, in English and in Korean, light and dark, and the page stays small',
  async () => {
    for (const look of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme: look })
      await settled()
      await page.evaluate(axe.source)
      const serious = async () => {
        const found = await page.evaluate(
          async () => (await (window as unknown as { axe: typeof axe }).axe.run()).violations,
        )
        const worst = found.filter(({ impact }) => impact === 'serious' || impact === 'critical')
        return worst.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
      }
      for (const view of ['Filters', 'Why', 'Compare', 'Map', 'Activations']) {
        await see(view)
        await settled()
        // A colour that is on its way to another is neither.
        await expect.poll(serious, { timeout: 10_000, interval: 500 }).toEqual([])
        expect(await page.evaluate(() => document.querySelectorAll('#app *').length)).toBeLessThanOrEqual(600)
      }
    }
    await page
      .getByRole('button', { name: /English|한국어/ })
      .first()
      .click()
    await page.getByRole('link', { name: /들여다보기/ }).waitFor()
    expect(await page.getByRole('heading', { name: '이 채널이 찾는 것' }).count()).toBe(1)
    expect(await page.evaluate(() => document.querySelectorAll('#app *').length)).toBeLessThanOrEqual(600)
    expect(mostGoing).toBeLessThanOrEqual(24)
    expect(errors).toEqual([])
  },
  patience,
)
