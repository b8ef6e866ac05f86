import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Page } from 'playwright-core'
import { root } from '../../scripts/setup/paths.mjs'
import { providePage } from '../../scripts/setup/window.mjs'
import { dropFiles, launchChromium, openWatched } from './chromium.ts'
import { serveSamples } from './served.ts'
import { bringIn, firstStage, openFolder } from './walk.ts'
import { wordsOf } from './words.ts'

/*
 * `npm run screens [-- --photographs FOLDER] [NAME…]`: the real application on the sample photographs, or on a folder of others, with
 * real runs; every screen, wide and narrow, in both languages and both themes, into out/screens/. It ends with a failure when a page
 * met an error.
 */
const out = join(root, 'out/screens')
const sizes = { wide: { width: 1440, height: 900 }, narrow: { width: 1000, height: 700 } }
const say = wordsOf('en')
const { values, positionals: wanted } = parseArgs({
  allowPositionals: true,
  options: { photographs: { type: 'string' } },
})
const { photographs } = values

/** One screen as it stands, eight times; `drawer`: on the narrow window with what stands at the right when there is room. */
async function take(page: Page, name: string, { drawer = false } = {}): Promise<void> {
  if (wanted.length > 0 && !wanted.includes(name)) return
  for (const language of ['ko', 'en'] as const) {
    await speak(page, language)
    for (const theme of ['dark', 'light'] as const) {
      await page.emulateMedia({ colorScheme: theme })
      for (const [size, viewport] of Object.entries(sizes).reverse()) {
        await page.setViewportSize(viewport)
        const opener = page.locator('header button[aria-expanded]').last()
        const opens = drawer && size === 'narrow'
        if (opens) await opener.click()
        await settled(page)
        await page.screenshot({ path: join(out, `${name}-${size}-${theme}-${language}.png`), animations: 'disabled' })
        if (opens) await page.keyboard.press('Escape')
      }
    }
  }
  process.stderr.write(`${name}\n`)
}

/** Fonts and the pictures in view have arrived, and nothing in view stands for what is still to come. */
async function settled(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle')
  await page.evaluate('document.fonts.ready.then(() => new Promise(requestAnimationFrame))')
  const isStill = `(() => {
    const isSeen = (element) => {
      const { top, bottom, width } = element.getBoundingClientRect()
      return width > 0 && bottom > 0 && top < innerHeight
    }
    return [...document.images].filter(isSeen).every(({ complete }) => complete) &&
      ![...document.querySelectorAll('.skeleton')].some(isSeen) &&
      document.getAnimations().every(({ playState, effect }) =>
        playState !== 'running' || effect?.getComputedTiming().iterations === Infinity)
  })()`
  // Not waitForFunction, which the content policy would refuse.
  for (let tries = 0; tries < 600 && !(await page.evaluate<boolean>(isStill)); tries++) await page.waitForTimeout(50)
}

async function speak(page: Page, language: 'en' | 'ko'): Promise<void> {
  await page.setViewportSize(sizes.wide)
  if ((await page.locator('html').getAttribute('lang')) === language) return
  await page.getByRole('button', { name: /: (?:English|한국어)$/ }).click()
  await page.locator(`html[lang=${language}]`).waitFor()
}

async function open(page: Page, step: string): Promise<void> {
  await page.evaluate(`location.hash = '#/${step}'`)
  await page.locator('main').waitFor()
}

async function start(page: Page, epochs: number): Promise<void> {
  await open(page, 'model')
  const field = page.getByRole('spinbutton', { name: say('plan.epochs') })
  if (!(await field.isVisible())) await firstStage(page, say).click()
  await field.fill(String(epochs))
  await page.keyboard.press('Tab')
  await page.getByRole('button', { name: say('plan.start') }).click()
}

async function untilDone(page: Page, run: string): Promise<void> {
  const header = page.locator('header')
  await header.getByText(run).waitFor()
  await header.getByRole('link', { name: say('steps.judge') }).waitFor()
}

rmSync(out, { recursive: true, force: true })
mkdirSync(out, { recursive: true })
await providePage()
const served = await serveSamples(photographs)
const browser = await launchChromium()
const { page, complaints } = await openWatched(browser)
try {
  page.setDefaultTimeout(300_000)
  await page.goto(served.url)
  await page.getByRole('heading', { name: say('home.title') }).waitFor()
  await take(page, 'home-first')
  await open(page, 'data')
  await take(page, 'data-empty')
  await open(page, '')
  if (photographs) {
    await openFolder(page, served.photographs)
    await bringIn(page, say)
  } else await page.getByRole('button', { name: say('home.samples') }).click()
  await page.locator('tfoot').waitFor()
  await take(page, 'data')
  await take(page, 'data-drawer', { drawer: true })
  await open(page, 'model')
  await page.locator('main img').first().waitFor()
  await take(page, 'model-first')
  await start(page, 30)
  await untilDone(page, '001-extract')
  await start(page, 60)
  await untilDone(page, '002-extract')
  await take(page, 'train')
  await take(page, 'train-drawer', { drawer: true })
  await page.getByRole('button', { name: say('train.spread.title') }).click()
  await page.getByRole('img', { name: say('train.spread.chart') }).scrollIntoViewIfNeeded()
  await take(page, 'train-losses')
  await open(page, 'model')
  await take(page, 'model')
  // So long that it does not end while its pictures are taken.
  await start(page, 300)
  await page.getByRole('button', { name: say('train.pause') }).waitFor()
  await page
    .getByText(/^\d\d$/)
    .first()
    .waitFor()
  await take(page, 'train-running')
  await page.getByRole('button', { name: say('train.stop') }).click()
  await page.getByRole('heading', { name: say('runStates.done'), exact: true }).waitFor()
  // At the side, and once more in Train's list.
  await page
    .getByRole('button', { name: /^002-extract/ })
    .first()
    .click()
  await open(page, 'judge')
  await page.getByRole('heading', { name: say('judge.confusion') }).waitFor()
  await take(page, 'judge')
  await open(page, 'inside')
  await page.locator('main img').first().waitFor()
  await take(page, 'inside')
  await open(page, 'use')
  await page.getByRole('heading', { name: say('use.drop') }).waitFor()
  await take(page, 'use-empty')
  const classes = readdirSync(served.pictures, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  const files = classes.map(({ name }) => {
    const folder = join(served.pictures, name)
    return join(folder, readdirSync(folder).sort().at(-1) ?? '')
  })
  await dropFiles(page, 'main .zone', files)
  await page
    .getByRole('list', { name: say('use.answers') })
    .getByRole('definition')
    .nth(12)
    .waitFor()
  await take(page, 'use')
  await open(page, 'model')
  await page.getByRole('slider', { name: say('model.line') }).press('PageDown')
  await take(page, 'model-thawed')
  await firstStage(page, say).click()
  await take(page, 'model-stage', { drawer: true })
  await page.getByText(say('model.recipes.scratch'), { exact: true }).click()
  await page.getByRole('rowheader', { name: 'conv2d', exact: true }).waitFor()
  await take(page, 'model-scratch')
  await page.getByText(say('model.recipes.extract'), { exact: true }).click()
  await open(page, 'settings')
  await take(page, 'settings')
  await open(page, '')
  await take(page, 'home')
} finally {
  await browser.close()
  await served.stop()
}
for (const complaint of complaints) console.error(complaint)
console.log(`${readdirSync(out).length} pictures in ${out}`)
if (complaints.length > 0) process.exitCode = 1
