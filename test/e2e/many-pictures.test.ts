import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { classes, mostInFlight, openManyPictures, scrollThrough, type ManyPictures } from './many-pictures.ts'
import { wordsOf } from './words.ts'

const count = 2_000
const say = wordsOf('en')
let many: ManyPictures

beforeAll(async () => {
  many = await openManyPictures(count)
}, 300_000)
afterAll(() => many.window.close())

it(
  `${count} pictures: no more than ${mostInFlight} are under way at a time, and the page stays small, wherever it is scrolled`,
  () => scrollThrough(many, count),
  120_000,
)

it('what stays together is changed there, and the split is written as folders for Keras', async () => {
  const { window, project } = many
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
