import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { runRecordSchema } from '../../contract/index.ts'
import { scene } from '../helpers/scenes.ts'
import { dropBytes, koreanZip, openDataWindow, type DataWindow } from './data-window.ts'
import { firstStage, goTo } from './walk.ts'
import { wordsOf, type Say } from './words.ts'

/*
 * From a file on the desktop to a trained network, as one walk: a CP949 zip of zips is dropped, its layout corrected, what is wrong
 * with it seen, two of it remedied and one of those taken back, and the rest trained on.
 */

let window: DataWindow

beforeAll(async () => {
  window = await openDataWindow()
}, 300_000)
afterAll(() => window.close())

const photo = async (seed: number) => (await scene(96, 72, seed)).jpeg({ quality: 90 }).toBuffer()
const photos = (from: number, count: number) => Promise.all(Array.from({ length: count }, (_, i) => photo(from + i)))

/** With a photograph that lies in both sets, a blank one, and far more cats than dogs. */
async function faultyZip(): Promise<Buffer> {
  const cats = await photos(100, 26)
  const blank = await sharp({ create: { width: 90, height: 60, channels: 3, background: '#ddd' } })
    .jpeg()
    .toBuffer()
  return koreanZip({
    첫째: { 고양이: [...cats, blank], 강아지: await photos(200, 6) },
    둘째: { 고양이: [cats[3]!, ...(await photos(300, 2))], 강아지: await photos(400, 3) },
  })
}

const thing = (page: Page, title: string): Locator => page.getByRole('region', { name: title, exact: true })
/** The first of the forms that a sentence has for numbers. */
const one = (words: string): string => words.split(' | ')[0]!

async function correctLayout(page: Page, say: Say): Promise<void> {
  const dialog = page.getByRole('dialog', { name: say('import.title') })
  await dialog.getByText(say('import.names', { in: 'CP949' })).waitFor()
  for (const [folder, role] of [
    ['동물', 'ignore'],
    ['동물/첫째', 'train'],
    ['동물/둘째', 'test'],
  ] as const) {
    await dialog.getByRole('combobox', { name: say('import.roleOf', { folder }) }).click()
    await page.getByRole('option', { name: say(`import.roles.${role}`), exact: true }).click()
  }
  await dialog.getByRole('cell', { name: '고양이' }).waitFor()
  await dialog.getByRole('button', { name: say('import.start') }).click()
  await page.waitForURL(/#\/data/)
}

it.each(['en', 'ko'] as const)(
  'a Korean zip of zips becomes a data set that is fair, and a network, in %s',
  async (language) => {
    const say = wordsOf(language)
    const name = `동물 ${language}`
    const project = join(window.home, 'projects', name)
    const used = (file: string) => window.recorded(project).photographs.some((photograph) => photograph.file === file)
    const page = await window.open(language)
    await dropBytes(page, `${name}.zip`, await faultyZip())
    await correctLayout(page, say)

    const leak = thing(page, one(say('findings.leak.title', { count: 1 })))
    const blank = thing(page, one(say('findings.blank.title', { count: 1 })))
    const uneven = page.getByRole('region', { name: /고양이.*강아지/ })
    await leak.getByRole('button').first().click()
    await leak.waitFor({ state: 'detached' })
    await blank.getByRole('button', { name: say('remedies.leave-out'), exact: true }).click()
    await blank.waitFor({ state: 'detached' })
    const isKept = () => used('동물/첫째/고양이/26.jpg')
    expect(isKept()).toBe(false)
    await page.keyboard.press('Control+z')
    await blank.waitFor()
    expect(isKept()).toBe(true)
    expect([used('동물/첫째/고양이/3.jpg'), used('동물/둘째/고양이/0.jpg')]).toContain(false)

    await uneven.getByRole('button', { name: say('remedies.class-weights') }).click()
    await uneven.getByText(say('remedies.weighed')).waitFor()
    await uneven.getByRole('button', { name: say('data.undo') }).click()
    await uneven.getByRole('button', { name: say('remedies.class-weights') }).click()

    await goTo(page, 'model')
    await page.getByRole('combobox', { name: say('model.size') }).click()
    await page.getByRole('option', { name: '96 × 96 × 3' }).click()
    await firstStage(page, say).click()
    await page.getByRole('spinbutton', { name: say('plan.epochs') }).fill('2')
    await page.keyboard.press('Tab')
    await page.getByRole('button', { name: say('plan.start') }).click()
    const record = () =>
      runRecordSchema.parse(JSON.parse(readFileSync(join(project, 'runs/001-extract/run.json'), 'utf8')))
    await expect.poll(() => page.url(), { timeout: 60_000 }).toMatch(/#\/train/)
    await expect
      .poll(
        () => {
          try {
            return record().state
          } catch {
            return 'none yet'
          }
        },
        { timeout: 100_000 },
      )
      .toBe('done')
    expect(record().plan.stages.map(({ classWeights }) => classWeights)).toEqual(['balanced'])
  },
  200_000,
)
