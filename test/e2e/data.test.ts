import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { unwatched, type Dataset } from '../../contract/index.ts'
import { importDataset, keepImported, quickChecks, readLooks, writeChecked } from '../../main/dataset/index.ts'
import { openProject } from '../../main/project/index.ts'
import { hashTree, writeTree } from '../helpers/photographs.ts'
import { scene } from '../helpers/scenes.ts'
import { trainSmall } from '../helpers/small-runs.ts'
import { seriousFaults } from './chromium.ts'
import { openDataWindow, type DataWindow } from './data-window.ts'

let window: DataWindow
let photographs: string
let project: string

/** A folder that is divided, with a leak, a twin in another class, and a blank picture. */
async function writeData({ root, home }: { root: string; home: string }): Promise<void> {
  photographs = join(root, 'photographs')
  project = join(home, 'projects', 'pets')
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

const recorded = (): Dataset => window.recorded(project)
const usedOf = (file: string) => recorded().photographs.find((photograph) => photograph.file === file)
const openData = (language: 'en' | 'ko' = 'en') => window.open(language, { screen: 'data', project })

beforeAll(async () => {
  window = await openDataWindow(writeData)
}, 300_000)
afterAll(() => window.close())

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

    const { run } = await trainSmall(project, project, 0)
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
    await page.getByRole('option', { name: first, exact: true }).waitFor()

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
      expect(await seriousFaults(page)).toEqual([])
    },
    120_000,
  )
})
