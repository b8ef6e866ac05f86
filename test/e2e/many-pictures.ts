import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page, Route } from 'playwright-core'
import sharp from 'sharp'
import { expect } from 'vitest'
import { unwatched } from '../../contract/index.ts'
import { importDataset, keepImported, quickChecks, readLooks, writeChecked } from '../../main/dataset/index.ts'
import { openProject } from '../../main/project/index.ts'
import { openDataWindow, type DataWindow } from './data-window.ts'

/** Classes, with as many pictures each. */
export const classes = 4
/** Pictures that the page may have under way at a time. */
export const mostInFlight = 24
const mostElements = 600
/** So many connections a browser has to one host: that more are under way shows that they are ours that are counted. */
const connections = 6
/** Milliseconds without news after which what is held back is counted. */
const quiet = 200

export interface ManyPictures {
  window: DataWindow
  project: string
}

/** A window on a project of so many tiny pictures in four classes, read in and checked. */
export async function openManyPictures(count: number): Promise<ManyPictures> {
  let project = ''
  const window = await openDataWindow(async ({ root, home }) => {
    const photographs = join(root, 'many')
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
  return { window, project }
}

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

/** Scrolls through the pictures: no more than `mostInFlight` are under way at a time, and the page has few elements all the way. */
export async function scrollThrough({ window, project }: ManyPictures, count: number): Promise<void> {
  const page = await window.open('en', { screen: 'home', project })
  const { held, seen, letGo } = await holdPictures(page)
  // An address that changes while the first screen is on its way is not gone to.
  await page.getByRole('heading').first().waitFor()
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
}
