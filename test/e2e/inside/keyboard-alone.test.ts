import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Download, Page } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { requestSchemas, unwatched } from '../../../contract/index.ts'
import { startRun } from '../../../main/project/index.ts'
import { hashTree, jpeg, writePhotographs } from '../../helpers/photographs.ts'
import { patience, seriousFaults } from '../chromium.ts'
import { dropBytes, openDataWindow, type DataWindow } from '../data-window.ts'
import { pressOn, tabTo } from '../keyboard.ts'
import { wordsOf } from '../words.ts'

/* A run is judged with the keyboard alone, in Korean; and pictures of any origin are looked into. */

const say = wordsOf('ko')
let window: DataWindow
let project: string
let photographs: string

const train = (seed: number) =>
  startRun(
    requestSchemas['start-run'].parse({
      project,
      dataset: photographs,
      choices: {
        ...{ weights: 'random', cut: 'block1_pool', size: 32, head: 8, convolution: 'direct', precision: 'float32' },
        ...{ seed, epochs: [3] },
      },
    }),
    unwatched(),
  )

beforeAll(async () => {
  window = await openDataWindow(async ({ root, home }) => {
    photographs = join(root, 'photographs')
    project = join(home, 'projects', 'pets')
    await writePhotographs(photographs, { cats: 24, dogs: 24 })
    await train(1)
    await train(2)
  })
}, 600_000)
afterAll(() => window?.close())

const downloaded = async (page: Page, act: () => Promise<void>): Promise<Download> => {
  const [download] = await Promise.all([page.waitForEvent('download'), act()])
  return download
}
const soon = { timeout: patience }

describe('with the keyboard alone, in Korean', { timeout: 4 * patience }, () => {
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
