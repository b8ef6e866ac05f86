import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Dataset, DatasetReport, ImportPreview } from '../../contract/index.ts'
import { zipOf } from '../helpers/archives.ts'
import { hashTree, jpeg, temporaryFolder, writePhotographs, writeTree } from '../helpers/photographs.ts'
import { thaw } from './commands.ts'

/** Kaggle's: a zip with `train.zip`, its classes in names, `test1.zip` without labels, and a table of nothing. */
async function dogsVsCats(folder: string): Promise<string> {
  let seed = 100
  const named = async (name: string) => ({ name, content: await jpeg(24, 18, seed++) })
  const indices = Array.from({ length: 8 }, (_, index) => index)
  const train = indices.flatMap((index) => [named(`train/cat.${index}.jpg`), named(`train/dog.${index}.jpg`)])
  const test = indices.map((index) => named(`test1/${index}.jpg`))
  const file = join(folder, 'dogs-vs-cats.zip')
  const inner = [
    { name: 'train.zip', content: zipOf(await Promise.all(train)) },
    { name: 'test1.zip', content: zipOf(await Promise.all(test)) },
    { name: 'sampleSubmission.csv', content: 'id,label\n1,0\n2,0\n' },
  ]
  writeFileSync(file, zipOf(inner))
  return file
}

const datasetIn = (folder: string): Dataset => JSON.parse(readFileSync(join(folder, 'dataset.json'), 'utf8')) as Dataset

describe('thaw dataset import', () => {
  it('takes Kaggle’s archive as it is, says how it understood it, and does it again without unpacking', async () => {
    const folder = temporaryFolder()
    const [archive, out] = [await dogsVsCats(folder), join(folder, 'project')]
    const looked = await thaw('dataset', 'import', archive, '--out', out, '--dry-run', '--json')
    expect([looked.code, readdirSync(out).filter((name) => !name.startsWith('.'))]).toEqual([0, []])
    const preview = JSON.parse(looked.stdout) as ImportPreview
    expect(preview.classes.map(({ name, divided }) => [name, divided])).toEqual([
      ['cat', 8],
      ['dog', 8],
    ])
    expect(preview.archives).toMatchObject([{ name: 'dogs-vs-cats.zip', unpacked: 25, left: [] }])

    const { code, stdout, stderr } = await thaw('dataset', 'import', archive, '--out', out, '--json')
    expect(code).toBe(0)
    expect(stderr).toContain('train/train: to be divided; the class is in the file name')
    expect(stderr).toMatch(/Ignored: 8 files in test1\/test1/)
    const report = JSON.parse(stdout) as DatasetReport
    expect(report.splits.train).toEqual({ cat: 4, dog: 4 })
    expect(report.quarantined).toHaveLength(9)
    const dataset = datasetIn(out)
    expect(dataset).toMatchObject({ folder: 'photographs', archives: [{ path: archive }] })

    const before = hashTree(join(out, 'photographs'))
    expect((await thaw('dataset', 'import', archive, '--out', out)).code).toBe(0)
    expect(hashTree(join(out, 'photographs'))).toBe(before)
    expect(datasetIn(out)).toEqual(dataset)
  })

  it('can be told otherwise', async () => {
    const folder = temporaryFolder()
    const photographs = await writePhotographs(join(folder, 'photographs'), {
      'one/a': 3,
      'one/b': 3,
      'two/a': 2,
      'two/b': 2,
    })
    writeTree(photographs, { 'odd.csv': 'what\tfor\n' })
    const out = join(folder, 'project')
    const roles = ['--as', 'one=train', '--as', 'two=test', '--labels', 'folder']
    const { code, stderr } = await thaw('dataset', 'import', photographs, '--out', out, ...roles)
    expect([code, stderr]).toEqual([0, expect.stringContaining('two: test; a folder for each class')])
    const { photographs: read, layout } = datasetIn(out)
    expect(read.filter(({ split }) => split === 'test').map(({ file }) => file)).toEqual([
      'two/a/0001.jpg',
      'two/a/0002.jpg',
      'two/b/0001.jpg',
      'two/b/0002.jpg',
    ])
    expect(layout?.sources.find(({ folder: name }) => name === 'two')).toMatchObject({ split: 'test' })
  })

  it('takes folders and archives together, each as it is', async () => {
    const folder = temporaryFolder()
    const mine = await writePhotographs(join(folder, 'mine'), { a: 3, b: 2 })
    const hers = join(folder, 'hers.zip')
    writeFileSync(
      hers,
      zipOf([
        { name: 'x/a/1.jpg', content: await jpeg(9, 9, 501) },
        { name: 'x/b/1.jpg', content: await jpeg(9, 9, 502) },
      ]),
    )
    const out = join(folder, 'project')
    const { code, stdout } = await thaw('dataset', 'import', mine, hers, '--out', out, '--json')
    expect(code).toBe(0)
    const { splits } = JSON.parse(stdout) as DatasetReport
    const count = (name: string): number => Object.values(splits).reduce((sum, split) => sum + (split[name] ?? 0), 0)
    expect([count('a'), count('b')]).toEqual([4, 3])
    expect(datasetIn(out).only).toEqual(['mine', 'project/photographs'])
  })

  it.each([
    ['what is not there', 'nothing', 'There is no folder'],
    ['a file that is no archive', 'text.txt', 'no archive'],
    ['an archive with a password', 'locked.zip', 'password'],
  ])('says what is wrong with %s, in one line, and leaves nothing', async (_, name, words) => {
    const folder = writeTree(temporaryFolder(), {
      'text.txt': 'no archive',
      'locked.zip': zipOf([{ name: 'a.jpg', content: 'x', flags: 1 }]),
    })
    const out = join(folder, 'project')
    const { code, stderr } = await thaw('dataset', 'import', join(folder, name), '--out', out)
    expect([code, stderr.trim().split('\n').at(-1)]).toEqual([1, expect.stringContaining(words)])
    expect(existsSync(join(out, 'dataset.json')) || existsSync(join(out, 'photographs'))).toBe(false)
  })

  it('refuses a role that there is not', async () => {
    const { code, stderr } = await thaw('dataset', 'import', 'x', '--out', 'y', '--as', 'one=teach')
    expect([code, stderr]).toEqual([2, expect.stringContaining('FOLDER=train')])
  })
})
