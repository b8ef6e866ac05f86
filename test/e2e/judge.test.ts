import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hashTree, jpeg, writePhotographs, writeTree } from '../helpers/photographs.ts'
import { trainSmall } from '../helpers/small-runs.ts'
import { seriousFaults } from './chromium.ts'
import { openDataWindow, type DataWindow } from './data-window.ts'
import { tabTo } from './keyboard.ts'

let window: DataWindow
let photographs: string
let project: string

beforeAll(async () => {
  window = await openDataWindow(async ({ root, home }) => {
    photographs = join(root, 'photographs')
    project = join(home, 'projects', 'pets')
    await writePhotographs(photographs, { cats: 24, dogs: 24 })
    await trainSmall(project, photographs, 1)
    await trainSmall(project, photographs, 2)
  })
}, 300_000)
afterAll(() => window?.close())

const openScreen = (screen: string, language: 'en' | 'ko' = 'en'): Promise<Page> =>
  window.open(language, { screen, project })

/** The engine may have to start, on a machine that is busy. */
const soon = { timeout: 60_000 }
const mistake = '[data-judge="mistakes"] li > button'

describe('Judge', () => {
  it('shows a run, and with the keyboard alone the worst mistake is relabelled and taken back', async () => {
    const before = hashTree(photographs)
    const page = await openScreen('judge')
    const headline = page.locator('[data-judge="headline"]')
    await page.locator(mistake).first().waitFor()
    const first = await headline.textContent()
    const worst = await page.locator(mistake).first().getAttribute('title')
    const count = await page.locator(mistake).count()

    await tabTo(page, page.locator(mistake).first())
    await page.keyboard.press('r')
    await page.getByRole('menuitem').first().waitFor()
    await page.keyboard.press('Enter')
    const corrected = page.locator('[data-judge="corrected"]')
    await corrected.waitFor()
    expect(await corrected.textContent()).toContain('Correcting only mistakes')
    expect(await headline.textContent(), 'the headline is by the first labels').toBe(first)
    expect(await page.locator(mistake).count()).toBe(count - 1)
    expect(await page.locator(`${mistake}[title="${worst}"]`).count()).toBe(0)

    await page.keyboard.press('Control+z')
    await corrected.waitFor({ state: 'detached' })
    await page.locator(`${mistake}[title="${worst}"]`).waitFor()
    expect(await headline.textContent()).toBe(first)
    expect(hashTree(photographs), 'the photographs are only read').toBe(before)
  })

  it('leaves a mistake out, marks one as hard, and opens the photographs of a cell', async () => {
    const page = await openScreen('judge')
    await page.locator(mistake).first().waitFor()
    const count = await page.locator(mistake).count()
    await page.locator(mistake).first().click()
    const heat = page.locator('[data-judge="mistake"] [data-inside="heat"] img')
    await expect.poll(() => heat.count(), soon).toBe(2)
    const names = await heat.evaluateAll((all) => all.map((image) => image.getAttribute('alt')))
    expect(names.map((name) => name!.match(/cats|dogs/)?.[0]).sort(), 'what was said beside what it was').toEqual([
      'cats',
      'dogs',
    ])
    expect(await seriousFaults(page)).toEqual([])
    await page.locator(mistake).first().focus()
    await page.keyboard.press('x')
    await expect.poll(() => page.locator(mistake).count(), soon).toBe(count - 1)
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect.poll(() => page.locator(mistake).count(), soon).toBe(count)

    await page.locator(mistake).first().click()
    await page.keyboard.press('h')
    await page.getByRole('button', { name: 'Not hard' }).waitFor()
    await page.keyboard.press('Control+z')
    await page.getByRole('button', { name: 'Mark as hard', exact: true }).waitFor()

    const cell = page.getByRole('button', { name: /^\d+ of cats called cats$/ })
    const shown = Number((await cell.getAttribute('aria-label'))?.split(' ')[0])
    await cell.click()
    await expect.poll(() => page.locator(mistake).count(), soon).toBe(shown)
  })

  it('compares two runs, shows what a threshold gives and which losses moved', async () => {
    const page = await openScreen('judge')
    await page.locator(mistake).first().waitFor()
    await tabTo(page, page.locator('input[value="overview"]'))
    await page.keyboard.press('ArrowRight')
    const slider = page.getByRole('slider', { name: 'Threshold' })
    await slider.waitFor()
    await slider.focus()
    await page.keyboard.press('End')
    await page.getByText('from a probability of more than 1.00 on').waitFor()
    await tabTo(page, page.locator('input[value="curves"]'), 'Shift+Tab')
    await page.keyboard.press('ArrowRight')
    await page.getByRole('heading', { name: 'Calibration' }).waitFor()
    const axis = await page.locator('[data-judge="calibration-axis"]').innerText()
    expect(axis.split('\n').filter(Boolean)).toEqual([
      'Share that is right',
      '0 %',
      '20 %',
      '40 %',
      '60 %',
      '80 %',
      '100 %',
    ])
    await page.keyboard.press('ArrowRight')
    await page.getByText('Got worse with epoch 3').waitFor()
    await page.keyboard.press('ArrowRight')
    const sentence = page.locator('[data-judge="sentence"]')
    await sentence.waitFor()
    expect(await sentence.textContent()).toMatch(/^(?:They differ on|Both are right)/)
    await page.getByText(/have been looked at \d+ times, over 2 models/).waitFor()
  })

  it('has nothing that shuts somebody out, in English and Korean', async () => {
    for (const language of ['en', 'ko'] as const) {
      const page = await openScreen('judge', language)
      await page.locator(mistake).first().click()
      for (const view of ['overview', 'curves', 'calibration', 'losses', 'compare']) {
        await page.locator(`input[value="${view}"]`).check({ force: true })
        if (view === 'compare') await page.locator('[data-judge="sentence"]').waitFor()
        expect(await seriousFaults(page), `${view} ${language}`).toEqual([])
      }
      const text = await page.locator('main').innerText()
      if (language === 'ko') expect(text).toMatch(/실행|사진/)
    }
  })

  it.each(['en', 'ko'] as const)('holds its header on one line of a narrow window (%s)', async (language) => {
    const page = await openScreen('judge', language)
    await page.locator(mistake).first().waitFor()
    await page.setViewportSize({ width: 1000, height: 700 })
    const header = page.locator('header')
    const widths = await header.evaluate(({ scrollWidth, clientWidth }) => [scrollWidth, clientWidth])
    expect(widths[0]).toBe(widths[1])
    const heights = await header.getByRole('button').evaluateAll((all) => all.map((one) => one.clientHeight))
    expect(heights.length).toBeGreaterThan(1)
    expect(Math.max(...heights)).toBeLessThan(40)
  })

  it.each(['en', 'ko'] as const)('writes the report, which opens without a network (%s)', async (language) => {
    const page = await openScreen('judge', language)
    await page.locator(mistake).first().waitFor()
    const waiting = page.waitForEvent('download')
    await page.getByRole('button', { name: language === 'en' ? 'Save report' : '보고서 저장' }).click()
    const file = join(window.root, `report-${language}.html`)
    await (await waiting).saveAs(file)
    await page.context().setOffline(true)
    const report = await page.context().newPage()
    const asked: string[] = []
    report.on('request', (request) => asked.push(request.url()))
    await report.goto(pathToFileURL(file).href)
    expect(asked.filter((url) => !url.startsWith('data:'))).toEqual([pathToFileURL(file).href])
    expect(await report.locator('html').getAttribute('lang')).toBe(language)
    expect(await report.locator('h1').textContent()).toContain('002-extract')
    const pictures = report.locator('.pictures img')
    expect(await pictures.count()).toBeGreaterThan(0)
    const widths = await pictures.evaluateAll((all) => all.map((image) => (image as HTMLImageElement).naturalWidth))
    expect(Math.min(...widths)).toBeGreaterThan(0)
    expect(await seriousFaults(report)).toEqual([])
  })
})

describe('Use', () => {
  it('answers chosen, dropped and pasted pictures, sorted, as CSV and as JSON', async () => {
    const page = await openScreen('use')
    const pictures = join(window.root, 'new pictures')
    writeTree(pictures, {
      'one, "quoted".jpg': await jpeg(40, 30, 901),
      'two.jpg': await jpeg(40, 30, 902),
      'broken.jpg': 'no picture',
    })
    const files = ['one, "quoted".jpg', 'two.jpg', 'broken.jpg'].map((name) => join(pictures, name))
    await page.locator('input[type=file]').first().setInputFiles(files)
    const rows = page.getByRole('list', { name: 'What the network says' }).getByRole('listitem')
    await expect.poll(() => rows.count(), soon).toBe(2)
    await page.getByText('One could not be read as a picture').waitFor()

    const pasted = [...(await jpeg(40, 30, 903))]
    await page.evaluate((bytes) => {
      const clipboardData = new DataTransfer()
      clipboardData.items.add(new File([new Uint8Array(bytes)], 'image.png', { type: 'image/png' }))
      globalThis.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
    }, pasted)
    await expect.poll(() => rows.count(), soon).toBe(3)
    await page.getByText('pasted picture', { exact: false }).waitFor()
    expect(await seriousFaults(page), 'while it computes').toEqual([])
    await expect.poll(() => page.getByRole('progressbar').count(), soon).toBe(0)
    expect(await rows.count()).toBe(3)
    expect(await seriousFaults(page)).toEqual([])

    const saved = async (kind: string): Promise<string> => {
      await page.getByRole('button', { name: 'Export' }).click()
      const waiting = page.waitForEvent('download')
      await page.getByRole('menuitem', { name: kind }).click()
      return readFileSync(await (await waiting).path(), 'utf8')
    }
    const csv = await saved('Table (CSV)')
    expect(csv.split('\r\n')[0]).toBe('file,label,cats,dogs')
    expect(csv).toContain('"one, ""quoted"".jpg",')
    const json = JSON.parse(await saved('JSON')) as { predictions: { file: string; label: string }[] }
    expect(json.predictions.map(({ file }) => file)).toContain('two.jpg')

    await page.getByRole('button', { name: 'Clear' }).click()
    expect(await rows.count()).toBe(0)
  })
})
