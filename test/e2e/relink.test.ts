import { mkdirSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { unwatched } from '../../contract/index.ts'
import { importDataset, writeDataset } from '../../main/dataset/index.ts'
import { openProject } from '../../main/project/index.ts'
import { writePhotographs } from '../helpers/photographs.ts'
import { openDataWindow, type DataWindow } from './data-window.ts'
import { wordsOf } from './words.ts'

const say = wordsOf('ko')
let window: DataWindow
let project: string
let root: string

beforeAll(async () => {
  window = await openDataWindow(async (folders) => {
    root = folders.root
    project = join(folders.home, 'projects', 'pets')
    const folder = join(root, 'pets')
    await writePhotographs(folder, { cats: 8, dogs: 8 })
    await openProject(project)
    await writeDataset(project, await importDataset({ folder, recordIn: project, seed: 0, work: unwatched() }))
  })
})
afterAll(() => window?.close())

it('a moved folder of photographs is told of where it is missed, and found again by a person', async () => {
  const page = await window.open('ko', { screen: 'data', project })
  await page.waitForLoadState('networkidle')
  mkdirSync(join(root, 'archive'))
  renameSync(join(root, 'pets'), join(root, 'archive', 'animals'))
  await page.getByRole('button', { name: say('data.rescan') }).click()
  const note = page.getByRole('alert').filter({ hasText: say('failures.photographs-moved') })
  await note.getByRole('button', { name: say('failure.chooseFolder') }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'archive' }).click()
  await dialog.getByRole('button', { name: 'animals' }).waitFor()
  await dialog.getByRole('button', { name: say('folder.choose') }).click()
  await page
    .getByRole('alert')
    .filter({ hasText: say('failures.photographs-differ') })
    .last()
    .waitFor()
  expect(window.recorded(project).folder).toMatch(/pets$/)
  if (process.env['THAW_PICTURES']) await page.screenshot({ path: join(process.env['THAW_PICTURES'], 'moved-ko.png') })

  await note.getByRole('button', { name: say('failure.chooseFolder') }).click()
  await dialog.getByRole('button', { name: 'animals' }).click()
  await dialog.getByRole('button', { name: 'cats' }).waitFor()
  await dialog.getByRole('button', { name: say('folder.choose') }).click()
  await page.getByText(say('failure.relinked')).waitFor()
  expect(window.recorded(project).folder).toMatch(/archive\/animals$/)
  await page.getByRole('button', { name: say('data.rescan') }).click()
  await note.waitFor({ state: 'hidden' })
  await page
    .getByText(join(root, 'archive', 'animals'))
    .first()
    .waitFor()
})
