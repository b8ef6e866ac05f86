import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type Browser, type Page } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { build } from 'vite'
import { datasetSchema, requestSchemas, unwatched, type Dataset } from '../../contract/index.ts'
import { importDataset, keepImported, quickChecks, readLooks, writeChecked } from '../../main/dataset/index.ts'
import { openProject, startRun } from '../../main/project/index.ts'
import { serve, type Server } from '../../main/serve/index.ts'
import { findChromium } from '../../scripts/tests/chromium.mjs'
import { rendererConfig } from '../../vite.renderer.config.ts'
import { hashTree, writeTree } from '../helpers/photographs.ts'
import { scene } from '../helpers/scenes.ts'

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'thaw-data-')))
const [root, home, built] = ['root', 'home', 'page'].map((name) => join(folder, name)) as [string, string, string]
const photographs = join(root, 'photographs')
const project = join(home, 'projects', 'pets')
const axe = readFileSync(join(import.meta.dirname, '../../node_modules/axe-core/axe.min.js'), 'utf8')
let server: Server
let browser: Browser

/** A folder that is divided, with a leak, a twin in another class, and a blank picture. */
async function writeData(): Promise<void> {
  mkdirSync(root)
  for (const [at, name] of ['cats', 'dogs'].entries()) {
    for (let index = 0; index < 26; index++) {
      const split = index < 20 ? 'train' : index < 23 ? 'validation' : 'test'
      const bytes = await (await scene(120, 80, 500 * at + index)).jpeg({ quality: 90 }).toBuffer()
      writeTree(photographs, { [`${split}/${name}/${index}.jpg`]: bytes })
    }
  }
  const read = (file: string) => readFileSync(join(photographs, file))
  const blank = sharp({ create: { width: 90, height: 60, channels: 3, background: '#ddd' } })
  writeTree(photographs, {
    'validation/cats/again.jpg': read('train/cats/3.jpg'),
    'train/dogs/mirrored.jpg': await sharp(read('train/cats/5.jpg')).flop().jpeg().toBuffer(),
    'train/cats/blank.png': await blank.png().toBuffer(),
  })
  const looks = await readLooks(project)
  const options = { folder: photographs, recordIn: project, seed: 0, looks, work: unwatched() }
  const dataset = await keepImported(project, await importDataset(options), looks)
  await writeChecked(project, await quickChecks(dataset, looks, null, unwatched()))
  await openProject(project)
}

const recorded = (): Dataset => datasetSchema.parse(JSON.parse(readFileSync(join(project, 'dataset.json'), 'utf8')))
const usedOf = (file: string) => recorded().photographs.find((photograph) => photograph.file === file)

beforeAll(async () => {
  await writeData()
  const { build: how, ...config } = rendererConfig
  await build({
    ...config,
    configFile: false,
    logLevel: 'error',
    build: { ...how, outDir: built, reportCompressedSize: false },
  })
  server = await serve({ host: '127.0.0.1', port: 0, root, home, page: built, version: '0' })
  browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox'] })
}, 300_000)

afterAll(async () => {
  await browser.close()
  await server.close()
  rmSync(folder, { recursive: true, force: true })
})

/** The Data screen. What goes wrong in the page fails the test. */
async function openData(language: 'en' | 'ko' = 'en'): Promise<Page> {
  writeFileSync(
    join(home, 'settings.json'),
    JSON.stringify({ language, theme: 'light', device: 'cpu', precision: 'auto' }),
  )
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  const page = await context.newPage()
  const wrong: string[] = []
  page.on('pageerror', (error) => wrong.push(error.message))
  page.on('console', (message) => message.type() === 'error' && wrong.push(message.text()))
  onTestFinished(async () => {
    await context.close()
    expect(wrong).toEqual([])
  })
  await page.addInitScript((folder) => sessionStorage.setItem('thaw.project', folder), project)
  await page.goto(server.url)
  await page.goto(`${server.url.replace(/\?.*/, '')}#/data`)
  return page
}

describe('the Data screen', () => {
  it('shows what is wrong, remedies two of it, takes one back, and what is left trains', async () => {
    const before = hashTree(photographs)
    const page = await openData()
    const leak = page.getByRole('region', { name: 'The same photograph is in more than one split' })
    const twin = page.getByRole('region', { name: 'Nearly the same photograph is in two classes' })
    const blank = page.getByRole('region', { name: 'One picture is blank' })
    await leak.waitFor()
    await twin.waitFor()
    await page.getByRole('heading', { name: '4 things to look at' }).waitFor()

    await leak.getByRole('button', { name: 'Leave out of Validation' }).click()
    await leak.waitFor({ state: 'detached' })
    expect(usedOf('validation/cats/again.jpg')).toBeUndefined()
    await blank.getByRole('button', { name: 'Leave out' }).click()
    await blank.waitFor({ state: 'detached' })
    expect(usedOf('train/cats/blank.png')).toBeUndefined()

    await page.keyboard.press('Control+z')
    await blank.waitFor()
    expect(usedOf('train/cats/blank.png')).toBeDefined()
    expect(usedOf('validation/cats/again.jpg')).toBeUndefined()
    await page.getByRole('button', { name: /^Do again/ }).click()
    await blank.waitFor({ state: 'detached' })
    await twin.getByRole('button', { name: 'It is cats' }).click()
    await twin.waitFor({ state: 'detached' })
    expect(usedOf('train/dogs/mirrored.jpg')).toMatchObject({ class: 'cats', labelled: 'dogs' })

    const { run } = await startRun(
      requestSchemas['start-run'].parse({
        project,
        dataset: project,
        choices: {
          ...{ weights: 'random', cut: 'block1_pool', size: 32, head: 8, convolution: 'direct', precision: 'float32' },
          epochs: [1],
        },
      }),
      unwatched(),
    )
    expect(run).toContain('001-extract')
    expect(recorded().leftOut?.map(({ file }) => file)).toEqual(['train/cats/blank.png', 'validation/cats/again.jpg'])
    expect(hashTree(photographs), 'the photographs are not touched').toEqual(before)
  }, 240_000)

  it('changes what is selected, by mouse and by keyboard, and moves what is dragged', async () => {
    const page = await openData()
    const pictures = page.getByRole('option')
    await page.getByRole('button', { name: 'dogs', exact: true }).click()
    await page.getByRole('listbox', { name: 'Photographs of dogs' }).waitFor()
    await pictures.first().click()
    const first = (await pictures.first().getAttribute('alt'))!
    await pictures.nth(2).click({ modifiers: ['Shift'] })
    await page.getByRole('toolbar', { name: '3 selected' }).waitFor()
    await page.getByRole('button', { name: 'Relabel', exact: true }).click()
    await page.getByRole('menuitem', { name: 'cats' }).click()
    await expect.poll(() => usedOf(first)?.class).toBe('cats')
    await page.keyboard.press('Control+z')
    await expect.poll(() => usedOf(first)?.class).toBe('dogs')

    await page.getByRole('listbox').focus()
    await page.keyboard.press('Home')
    await page.keyboard.press('x')
    await expect.poll(() => usedOf(first)).toBeUndefined()
    await page.keyboard.press('Control+z')
    await expect.poll(() => usedOf(first)?.split).toBe('train')

    await page.keyboard.press('Escape')
    await page.getByRole('option', { name: first }).dragTo(page.getByRole('listbox').getByText(/^Validation/))
    await expect.poll(() => usedOf(first)?.split).toBe('validation')
    await page.keyboard.press('Control+z')
    await expect.poll(() => usedOf(first)?.split).toBe('train')

    await page.getByRole('listbox').focus()
    await page.keyboard.press('Home')
    await page.keyboard.press('Enter')
    await page.getByRole('dialog').getByText('120 × 80').waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'What can be done with dogs' }).click()
    await page.getByRole('menuitem', { name: 'Rename…' }).click()
    await page.getByRole('dialog').getByRole('textbox').fill('hounds')
    await page.keyboard.press('Enter')
    await expect.poll(() => recorded().classes).toEqual(['cats', 'hounds'])
    await page.getByRole('button', { name: /^Undo/ }).click()
    await expect.poll(() => recorded().classes).toEqual(['cats', 'dogs'])
  }, 120_000)

  it.each(['en', 'ko'] as const)(
    'can be read by a screen reader in %s',
    async (language) => {
      const page = await openData(language)
      await page.getByRole('option').first().waitFor()
      await page.getByRole('option').first().click()
      if (language === 'ko') await page.getByText('1장 선택').first().waitFor()
      await page.evaluate(axe)
      const found = await page.evaluate(async () => {
        const { axe } = globalThis as unknown as {
          axe: { run: (options: unknown) => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> }
        }
        const { violations } = await axe.run({ runOnly: ['wcag2a', 'wcag2aa'] })
        return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 200)}`)
      })
      expect(found).toEqual([])
    },
    120_000,
  )
})
