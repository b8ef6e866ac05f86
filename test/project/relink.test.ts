import { appendFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { unwatched } from '../../contract/index.ts'
import { importDataset, openDatasetAt, readDataset, writeDataset } from '../../main/dataset/index.ts'
import { relinkDataset } from '../../main/project/index.ts'
import { writePhotographs } from '../helpers/photographs.ts'

let root: string
let project: string
let moved: string
const recorded = () => readFileSync(join(project, 'dataset.json'), 'utf8')

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'thaw-relink-'))
  const photographs = join(root, 'photographs')
  project = join(root, 'project')
  moved = join(root, 'elsewhere', 'pictures')
  await writePhotographs(photographs, { cats: 8, dogs: 8 })
  await writeDataset(
    project,
    await importDataset({ folder: photographs, recordIn: project, seed: 0, work: unwatched() }),
  )
  mkdirSync(join(root, 'elsewhere'))
  renameSync(photographs, moved)
})
afterEach(() => rmSync(root, { recursive: true }))

describe('photographs whose folder was moved', () => {
  it('are found again in the folder that a person names, with their splits', async () => {
    await expect(openDatasetAt(project)).rejects.toMatchObject({ failure: { code: 'photographs-moved' } })
    const before = await readDataset(project)
    expect(await relinkDataset(project, moved, unwatched())).toEqual({ folder: moved, photographs: 16 })
    const { dataset, folder } = await openDatasetAt(project)
    expect(folder).toBe(moved)
    expect(dataset).toEqual({ ...before, folder: '../elsewhere/pictures' })
  })

  it('are not taken from a folder where some are missing or others, which it names; nothing is changed', async () => {
    const before = recorded()
    const [first, second] = (await readDataset(project)).photographs.map(({ file }) => file)
    rmSync(join(moved, first!))
    appendFileSync(join(moved, second!), 'x')
    await expect(relinkDataset(project, moved, unwatched())).rejects.toMatchObject({
      failure: { code: 'photographs-differ', found: `1 missing: ${first}; 1 changed: ${second}`, file: moved },
    })
    await expect(relinkDataset(project, join(root, 'elsewhere'), unwatched())).rejects.toMatchObject({
      failure: { code: 'photographs-differ', found: expect.stringMatching(/^16 missing: /) as unknown },
    })
    await expect(relinkDataset(project, join(root, 'nowhere'), unwatched())).rejects.toMatchObject({
      failure: { code: 'folder-missing' },
    })
    expect(recorded()).toBe(before)
  })

  it('are found beside a project that was moved with them', async () => {
    await relinkDataset(project, moved, unwatched())
    const computer = join(root, 'another computer')
    for (const name of ['project', 'elsewhere']) cpSync(join(root, name), join(computer, name), { recursive: true })
    expect((await openDatasetAt(join(computer, 'project'))).folder).toBe(join(computer, 'elsewhere', 'pictures'))
  })
})
