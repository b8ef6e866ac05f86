import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page, Route } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { unwatched } from '../../contract/index.ts'
import { importDataset, keepImported, quickChecks, readLooks, writeChecked } from '../../main/dataset/index.ts'
import { openProject } from '../../main/project/index.ts'
import { openDataWindow, type DataWindow } from './data-window.ts'
import { wordsOf } from './words.ts'

const count = 2_000
const classes = 4
const mostInFlight = 24
const mostElements = 600
/** So many connections a browser has to one host: that more are under way shows that they are ours that are counted. */
const connections = 6
/** Milliseconds without news after which what is held back is counted. */
const quiet = 200
const say = wordsOf('en')
let window: DataWindow
let photographs: string
let project: string

beforeAll(async () => {
  window = await openDataWindow(async ({ root, home }) => {
    photographs = join(root, 'many')
    project = join(home, 'projects', 'many')
    for (let index = 0; index < count; index++) {
      const folder = join(photographs, `class-${index % classes}`)
      if (index < classes) mkdirSync(folder, { recursive: true })
      const [r, g, b] = [index % 251, (index * 7) % 241, (index * 13) % 239]
      const tiny = sharp(Uint8Array.from([r, g, b, b, r, g, g, b, r, 0, 255, index % 256]), {
        raw: { width: 2, height: 2, channels: 3 },
      })
      writeFileSync(join(folder, `${index}.png`), await tiny.resize(40, 40).png({ compressionLevel: 1 }).toBuffer())
    }
    const looks = await readLooks(project)
    const options = { folder: photographs, recordIn: project, seed: 0, looks, work: unwatched() }
    const dataset = await keepImported(project, await importDataset(options), looks)
    await writeChecked(project, await quickChecks(dataset, looks, null, unwatched()))
    await openProject(project)
  })
}, 300_000)
afterAll(() => window.close())

/**
 * Photographs that the page asks for and that are held back until they are let go. That one was given up and that another was asked for
 * is told by two processes of the browser, in either order. So what is under way is counted when nothing has been told for a while: held
 * back as they are, none ends by itself, and as many stay as the page lets be under way.
 */
async function holdPictures(page: Page) {
  const held = new Set<Route>()
  const seen = { most: 0, asked: 0 }
  let told = Date.now()
  page.on('requestfailed', (request) => {
    told = Date.now()
    for (const route of held) if (route.request() === request) held.delete(route)
  })
  await page.route(/\/photograph\?/, (route) => {
    told = Date.now()
    held.add(route)
    seen.asked++
  })
  return {
    held,
    seen,
    letGo: async (): Promise<void> => {
      await expect.poll(() => Date.now() - told, { timeout: 30_000 }).toBeGreaterThan(quiet)
      seen.most = Math.max(seen.most, held.size)
      const [...routes] = held
      held.clear()
      await Promise.all(routes.map((route) => route.continue().catch(() => {})))
    },
  }
}

it(`${count} pictures: no more than ${mostInFlight} are under way at a time, and the page stays small, wherever it is scrolled`, async () => {
  const page = await window.open('en', { screen: 'home', project })
  const { held, seen, letGo } = await holdPictures(page)
  await page.evaluate("location.hash = '#/data'")
  await expect.poll(() => held.size).toBeGreaterThan(connections)
  const elements = () => page.evaluate<number>("document.querySelectorAll('*').length")
  const counts = [await elements()]
  for (const share of [0.2, 0.5, 0.9, 1]) {
    await page.evaluate(`(() => {
      const scroller = [...document.querySelectorAll('main *, .scroll')].find((one) => one.scrollHeight > 3000)
      scroller.scrollTop = ${share} * scroller.scrollHeight
    })()`)
    await letGo()
    await page.getByRole('option').first().waitFor()
    counts.push(await elements())
  }
  await expect
    .poll(
      async () => {
        await letGo()
        return page.evaluate<boolean>(
          "[...document.querySelectorAll('[role=option]')].every((one) => one.complete && one.naturalWidth > 0)",
        )
      },
      { timeout: 30_000 },
    )
    .toBe(true)
  expect(seen.most).toBeGreaterThan(connections)
  expect(seen.most).toBeLessThanOrEqual(mostInFlight)
  expect(seen.asked, 'what was scrolled past was not asked for').toBeLessThan(count / 3)
  expect(Math.max(...counts)).toBeLessThanOrEqual(mostElements)
}, 120_000)

it('what stays together is changed there, and the split is written as folders for Keras', async () => {
  const page = await window.open('en', { screen: 'data', project })
  const before = new Map(window.recorded(project).photographs.map(({ file, split }) => [file, split]))
  await page.getByRole('button', { name: say('data.grouping.title') }).click()
  const grouping = page.getByRole('dialog', { name: say('data.grouping.title') })
  await grouping.getByRole('switch', { name: say('data.grouping.near') }).click()
  await grouping.getByRole('textbox', { name: say('data.grouping.prefix') }).fill('_')
  const field = (label: string) => grouping.getByRole('spinbutton', { name: say(label), exact: true })
  await field('splits.train').fill('60')
  await field('splits.train').press('Tab')
  await grouping.getByText(say('data.grouping.sum', { n: 110 })).waitFor()
  expect(await grouping.getByRole('button', { name: say('data.grouping.draw') }).isDisabled()).toBe(true)
  await grouping.getByText(say('data.grouping.counts'), { exact: true }).click()
  for (const [label, count] of Object.entries({ train: '100', validation: '50', test: '50' })) {
    await field(`splits.${label}`).fill(count)
    await field(`splits.${label}`).press('Tab')
  }
  await field('data.grouping.seed').fill('7')
  await field('data.grouping.seed').press('Tab')
  await grouping.getByRole('button', { name: say('data.grouping.draw') }).click()
  await grouping.waitFor({ state: 'detached' })
  const after = window.recorded(project)
  expect(after).toMatchObject({ perClass: [100, 50, 50], seed: 7, grouping: { near: false, seconds: 2, prefix: '_' } })
  expect(after.photographs).toHaveLength(classes * 200)
  const isOther = ({ photographs }: typeof after) => photographs.some(({ file, split }) => before.get(file) !== split)
  expect(isOther(after)).toBe(true)

  // It is one step, like every other change: taken back and done again.
  const what = { what: say('data.steps.divide') }
  await page.getByRole('button', { name: say('data.undoWhat', what) }).click()
  await page.getByRole('button', { name: say('data.redoWhat', what) }).waitFor()
  expect(isOther(window.recorded(project))).toBe(false)
  expect(window.recorded(project).grouping).toEqual({ near: true, seconds: 2, prefix: '' })
  await page.getByRole('button', { name: say('data.redoWhat', what) }).click()
  await page.getByRole('button', { name: say('data.undoWhat', what) }).waitFor()
  expect(window.recorded(project)).toEqual(after)

  await page.getByRole('button', { name: say('data.folders.open') }).click()
  const writing = page.getByRole('dialog', { name: say('data.folders.title') })
  await writing.getByRole('button', { name: say('data.folders.write') }).click()
  await writing.getByText(/^800 photographs written/).waitFor()
  const out = join(project, 'splits')
  expect(readdirSync(out).sort()).toEqual(['splits.csv', 'test', 'train', 'validation'])
  const train = after.photographs.filter(({ split, class: name }) => split === 'train' && name === 'class-0')
  expect(readdirSync(join(out, 'train', 'class-0'))).toHaveLength(train.length)

  // A second time there is something in the way, which is said.
  await writing
    .getByRole('button', { name: say('data.folders.close') })
    .last()
    .click()
  await page.getByRole('button', { name: say('data.folders.open') }).click()
  await writing.getByRole('button', { name: say('data.folders.write') }).click()
  await writing.getByText(say('failures.folder-exists')).waitFor()
  await writing.getByRole('textbox').fill(`${out} again`)
  await writing.getByText(say('data.folders.copies'), { exact: true }).click()
  await writing.getByRole('button', { name: say('data.folders.write') }).click()
  await writing
    .getByRole('button', { name: say('common.cancel') })
    .first()
    .click()
  await expect.poll(async () => (await writing.getByRole('alert').count()) === 0).toBe(true)
  await expect.poll(() => existsSync(`${out} again`)).toBe(false)
}, 120_000)
