import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { jpeg } from '../helpers/photographs.ts'
import { seriousFaults } from './chromium.ts'
import { dropBytes, koreanZip, openDataWindow, type DataWindow } from './data-window.ts'
import { pressOn } from './keyboard.ts'
import { wordsOf } from './words.ts'

let window: DataWindow

beforeAll(async () => {
  window = await openDataWindow()
}, 300_000)
afterAll(() => window.close())

let seed = 700
const photos = (count: number) => Promise.all(Array.from({ length: count }, () => jpeg(40, 30, seed++)))
const zip = async () =>
  koreanZip({
    첫째: { 고양이: await photos(4), 강아지: await photos(4) },
    둘째: { 고양이: await photos(2), 강아지: await photos(2) },
  })

describe.each(['en', 'ko'] as const)('a Korean zip of zips, dropped, in %s', (language) => {
  const say = wordsOf(language)

  it('is shown as it was understood, corrected, and imported as corrected', async () => {
    const page = await window.open(language)
    await dropBytes(page, `동물 ${language}.zip`, await zip())
    const dialog = page.getByRole('dialog', { name: say('import.title') })
    await dialog.waitFor()
    await dialog.getByText(say('import.names', { in: 'CP949' })).waitFor()
    await dialog
      .getByRole('listitem')
      .filter({ hasText: '동물/읽어 보세요.txt' })
      .getByText(say('quarantine.not-an-image'))
      .first()
      .waitFor()
    // As recognised, the two sets are two classes: only a person knows better.
    const choose = async (of: string, role: string): Promise<void> => {
      await dialog.getByRole('combobox', { name: say('import.roleOf', { folder: of }) }).click()
      await page.getByRole('option', { name: role, exact: true }).click()
    }
    await choose('동물', say('import.roles.ignore'))
    await choose('동물/첫째', say('import.roles.train'))
    await choose('동물/둘째', say('import.roles.test'))
    await dialog.getByRole('cell', { name: '고양이' }).waitFor()
    await dialog.getByRole('button', { name: say('import.start') }).click()
    await page.waitForURL(/#\/data/)
    const { classes, photographs, splitting } = window.recorded(join(window.home, 'projects', `동물 ${language}`))
    expect([classes, splitting]).toEqual([['강아지', '고양이'], 'given'])
    expect(photographs.filter(({ split }) => split === 'test')).toHaveLength(4)
    await page.getByText('고양이').first().waitFor()
  }, 120_000)

  it('leaves nothing when it is declined', async () => {
    const page = await window.open(language)
    const folder = join(window.home, 'projects')
    const projects = (): string[] => (existsSync(folder) ? readdirSync(folder) : [])
    const before = projects()
    await dropBytes(page, 'declined.zip', await zip())
    const dialog = page.getByRole('dialog', { name: say('import.title') })
    await dialog.getByRole('button', { name: say('common.cancel') }).click()
    await dialog.waitFor({ state: 'detached' })
    await expect.poll(projects).toEqual(before)
  }, 120_000)

  it('leaves nothing when its page is left', async () => {
    const page = await window.open(language)
    await dropBytes(page, 'left.zip', await zip())
    await page.getByRole('dialog', { name: say('import.title') }).waitFor()
    const folder = join(window.home, 'projects', 'left')
    expect(existsSync(folder)).toBe(true)
    await page.reload()
    await expect.poll(() => existsSync(folder)).toBe(false)
  }, 120_000)
})

describe.each(['en', 'ko'] as const)('the folders of the server, in %s', (language) => {
  const say = wordsOf(language)

  it('begin at the path, go on by typing or with the keys alone, and keep what is typed', async () => {
    mkdirSync(join(window.root, 'above', 'below', 'lowest'), { recursive: true })
    const page = await window.open(language)
    await page.getByRole('heading', { name: say('home.title') }).waitFor()
    await page.keyboard.press('Control+o')
    const dialog = page.getByRole('dialog', { name: say('folder.title') })
    const path = dialog.getByRole('textbox', { name: say('folder.path') })
    const hasFocus = (what: Locator) => expect.poll(() => what.and(page.locator(':focus')).count()).toBe(1)
    await hasFocus(path)
    await expect.poll(() => path.inputValue()).toBe(window.root)
    await page.keyboard.press('ControlOrMeta+a')
    await page.keyboard.type(join(window.root, 'above'))
    await page.keyboard.press('Enter')
    const row = (name: string): Locator => dialog.getByRole('listitem').getByRole('button', { name, exact: true })
    await row('below').waitFor()
    await hasFocus(path)
    await pressOn(page, row('below'))
    await hasFocus(row('lowest'))
    expect(await path.inputValue()).toBe(join(window.root, 'above', 'below'))
    expect(await seriousFaults(page)).toEqual([])
  })
})
