import { cpSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { datasetSchema, unwatched, type Dataset } from '../../contract/index.ts'
import {
  decodePhotograph,
  currentPixelRule,
  importDataset,
  openDatasetAt,
  photographPath,
  readDataset,
  selectSplit,
  writeDataset,
} from '../../main/dataset/index.ts'
import { temporaryFolder, writePhotographs } from '../helpers/photographs.ts'

/** A folder that holds `photos` and `project`, the latter with its dataset.json. */
async function imported(): Promise<{ home: string; project: string; dataset: Dataset }> {
  const home = temporaryFolder()
  const project = join(home, 'project')
  await writePhotographs(join(home, 'photos'), { cats: 4, 'big dogs': 4 })
  const dataset = await importDataset({ folder: join(home, 'photos'), recordIn: project, seed: 1, work: unwatched() })
  await writeDataset(project, dataset)
  return { home, project, dataset }
}

describe('dataset.json', () => {
  it('reads back as it was written, and leaves nothing else behind', async () => {
    const { project, dataset } = await imported()
    expect(await readDataset(project)).toEqual(dataset)
    expect(datasetSchema.parse(JSON.parse(readFileSync(join(project, 'dataset.json'), 'utf8')))).toEqual(dataset)
    expect(readdirSync(project)).toEqual(['dataset.json'])
  })

  it('works from a copy of everything in another place', async () => {
    const { home } = await imported()
    const elsewhere = join(temporaryFolder(), 'deep', 'copy')
    mkdirSync(dirname(elsewhere))
    cpSync(home, elsewhere, { recursive: true })
    renameSync(home, `${home}-gone`)
    const { dataset, dir, folder } = await openDatasetAt(join(elsewhere, 'project'))
    renameSync(`${home}-gone`, home)
    expect(folder).toBe(join(elsewhere, 'photos'))
    for (const photograph of selectSplit(dataset, 'train')) {
      const path = photographPath(dataset, dir, photograph)
      expect(path.startsWith(elsewhere)).toBe(true)
      const rule = { ...currentPixelRule, size: 32, fit: 'stretch' } as const
      expect(await decodePhotograph(path, rule, photograph.sha256)).toHaveLength(32 * 32 * 3)
    }
  })

  it('is found by its folder and by its own path', async () => {
    const { project, dataset } = await imported()
    for (const path of [project, join(project, 'dataset.json')]) {
      expect(await openDatasetAt(path)).toMatchObject({ dataset, dir: project })
    }
  })

  it('says where the photographs should be when they were moved', async () => {
    const { home, project } = await imported()
    renameSync(join(home, 'photos'), join(home, 'moved'))
    await expect(openDatasetAt(project)).rejects.toMatchObject({
      failure: { code: 'photographs-moved', expected: join(home, 'photos'), remedy: expect.stringContaining('relink') },
    })
  })

  it('that is not there, or a folder of mere photographs, is an error that says to import', async () => {
    const { home } = await imported()
    for (const path of [join(home, 'photos'), join(home, 'nothing'), join(home, 'nothing', 'dataset.json')]) {
      await expect(openDatasetAt(path)).rejects.toMatchObject({ failure: { code: 'dataset-missing' } })
    }
  })
})

describe('a dataset.json from somewhere else', () => {
  const change = async (edit: (dataset: Dataset) => unknown): Promise<unknown> => {
    const { project, dataset } = await imported()
    writeFileSync(join(project, 'dataset.json'), JSON.stringify(edit(structuredClone(dataset))))
    return readDataset(project).catch((error: unknown) => error)
  }
  const damaged = { failure: { code: 'dataset-damaged', file: expect.stringContaining('dataset.json') } }

  it.each([
    '../secret.jpg',
    '/etc/passwd',
    'cats/../../x.jpg',
    'cats//x.jpg',
    './x.jpg',
    'cats/..',
    '',
    'cats/x\0.jpg',
  ])('cannot name a file outside the folder: %j', async (file) => {
    expect(await change((dataset) => ((dataset.photographs[0]!.file = file), dataset))).toMatchObject(damaged)
    const setAside = { file, reason: 'damaged' as const, detail: '', bytes: 0, modified: 0 }
    expect(await change((dataset) => ({ ...dataset, quarantined: [setAside] }))).toMatchObject(damaged)
  })

  it('does not get a path out of photographPath either', () => {
    const dataset = { folder: '../photos' } as Dataset
    expect(photographPath(dataset, '/home/p', { file: 'a/b.jpg' })).toBe('/home/photos/a/b.jpg')
    expect(() => photographPath(dataset, '/home/p', { file: '../p/b.jpg' })).toThrow('not a data set')
    expect(() => photographPath(dataset, '/home/p', { file: '/etc/passwd' })).toThrow('not a data set')
  })

  it('must be whole and make sense', async () => {
    expect(await change((dataset) => ((dataset.photographs[0]!.class = 'ghosts'), dataset))).toMatchObject(damaged)
    expect(await change((dataset) => ((dataset.photographs[0] = dataset.photographs[1]!), dataset))).toMatchObject(
      damaged,
    )
    expect(await change((dataset) => ({ ...dataset, photographs: undefined }))).toMatchObject(damaged)
    expect(await change(() => [])).toMatchObject(damaged)
    expect(await change((dataset) => ({ ...dataset, version: 2 }))).toMatchObject({
      failure: { code: 'dataset-newer' },
    })
    const { project } = await imported()
    writeFileSync(join(project, 'dataset.json'), '{"version": 1, ')
    await expect(readDataset(project)).rejects.toMatchObject(damaged)
  })
})
