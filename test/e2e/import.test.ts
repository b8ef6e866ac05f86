import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import iconv from 'iconv-lite'
import { chromium, type Browser, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { build } from 'vite'
import { datasetSchema } from '../../contract/index.ts'
import { serve, type Server } from '../../main/serve/index.ts'
import { findChromium } from '../../scripts/tests/chromium.mjs'
import { rendererConfig } from '../../vite.renderer.config.ts'
import { zipOf } from '../helpers/archives.ts'
import { jpeg } from '../helpers/photographs.ts'

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'thaw-import-')))
const [root, home, built] = ['root', 'home', 'page'].map((name) => join(folder, name)) as [string, string, string]
let server: Server
let browser: Browser

let seed = 700
const photo = () => jpeg(40, 30, seed++)

/** Korean, names in CP949: a zip for each set, in each a folder for each class; a table of nothing, and litter. */
async function koreanZip(): Promise<Buffer> {
  const cp949 = (name: string): Buffer => iconv.encode(name, 'cp949')
  const set = async (count: number) => {
    const files = ['고양이', '강아지'].flatMap((name) =>
      Array.from({ length: count }, async (_, index) => ({
        name: cp949(`${name}/${index}.jpg`),
        content: await photo(),
      })),
    )
    return zipOf(await Promise.all(files))
  }
  return zipOf([
    { name: cp949('동물/첫째.zip'), content: await set(4) },
    { name: cp949('동물/둘째.zip'), content: await set(2) },
    { name: cp949('동물/읽어 보세요.txt'), content: 'x' },
    { name: '__MACOSX/x', content: 'x' },
  ])
}

beforeAll(async () => {
  mkdirSync(root)
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

/** Home. What goes wrong in the page fails the test. */
async function openHome(language: 'en' | 'ko'): Promise<Page> {
  const settings = { language, theme: 'light', device: 'cpu', precision: 'auto' }
  writeFileSync(join(home, 'settings.json'), JSON.stringify(settings))
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  const page = await context.newPage()
  const wrong: string[] = []
  page.on('pageerror', (error) => wrong.push(error.message))
  page.on('console', (message) => message.type() === 'error' && wrong.push(message.text()))
  onTestFinished(async () => {
    await context.close()
    expect(wrong).toEqual([])
  })
  await page.goto(server.url)
  return page
}

/** Lets a file fall onto the drop zone, as from the desktop. */
async function drop(page: Page, name: string, bytes: Buffer): Promise<void> {
  const transfer = await page.evaluateHandle(
    ({ name, base64 }) => {
      const data = new DataTransfer()
      data.items.add(new File([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], name))
      return data
    },
    { name, base64: bytes.toString('base64') },
  )
  await page.locator('.zone').dispatchEvent('drop', { dataTransfer: transfer })
}

const recorded = (name: string) =>
  datasetSchema.parse(JSON.parse(readFileSync(join(home, 'projects', name, 'dataset.json'), 'utf8')))

const words = {
  en: {
    title: 'How these photographs were understood',
    names: 'Names are in CP949.',
    roleOf: (of: string) => `What ${of} is for`,
    roles: ['Training', 'Test'],
    start: 'Import',
    cancel: 'Cancel',
  },
  ko: {
    title: '이 사진들을 이렇게 이해했습니다',
    names: '이름은 CP949로 쓰여 있습니다.',
    roleOf: (of: string) => `${of}의 쓰임`,
    roles: ['훈련', '테스트'],
    start: '가져오기',
    cancel: '취소',
  },
} as const

describe.each(['en', 'ko'] as const)('a Korean zip of zips, dropped, in %s', (language) => {
  const says = words[language]

  it('is shown as it was understood, corrected, and imported as corrected', async () => {
    const page = await openHome(language)
    await drop(page, `동물 ${language}.zip`, await koreanZip())
    const dialog = page.getByRole('dialog', { name: says.title })
    await dialog.waitFor()
    await dialog.getByText(says.names).waitFor()
    await dialog.getByText('동물/읽어 보세요.txt').first().waitFor()
    // As recognised, the two sets are two classes: only a person knows better.
    const choose = async (of: string, role: string): Promise<void> => {
      await dialog.getByRole('combobox', { name: says.roleOf(of) }).click()
      await page.getByRole('option', { name: role, exact: true }).click()
    }
    await choose('동물', language === 'en' ? 'Left out' : '쓰지 않음')
    await choose('동물/첫째', says.roles[0])
    await choose('동물/둘째', says.roles[1])
    await dialog.getByRole('cell', { name: '고양이' }).waitFor()
    await dialog.getByRole('button', { name: says.start }).click()
    await page.waitForURL(/#\/data/)
    const { classes, photographs, splitting } = recorded(`동물 ${language}`)
    expect([classes, splitting]).toEqual([['강아지', '고양이'], 'given'])
    expect(photographs.filter(({ split }) => split === 'test')).toHaveLength(4)
    await page.getByText('고양이').first().waitFor()
  }, 120_000)

  it('leaves nothing when it is declined', async () => {
    const page = await openHome(language)
    const projects = (): string[] => (existsSync(join(home, 'projects')) ? readdirSync(join(home, 'projects')) : [])
    const before = projects()
    await drop(page, 'declined.zip', await koreanZip())
    const dialog = page.getByRole('dialog', { name: says.title })
    await dialog.getByRole('button', { name: says.cancel }).click()
    await dialog.waitFor({ state: 'detached' })
    await expect.poll(projects).toEqual(before)
  }, 120_000)
})
