import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { expect, it } from 'vitest'
import { splits, type DatasetReport } from '../../contract/index.ts'
import { editDataset } from '../../main/dataset/index.ts'
import { hashTree, temporaryFolder, writeTree } from '../helpers/photographs.ts'
import { scene } from '../helpers/scenes.ts'
import { thaw } from './commands.ts'

const photo = async (seed: number) => (await scene(96, 72, seed)).jpeg({ quality: 90 }).toBuffer()

/** A folder that is divided, with each thing wrong that no features are needed for. */
async function faulty(): Promise<string> {
  const folder = join(temporaryFolder(), 'photographs')
  for (const [at, [name, train]] of Object.entries({ cats: 26, dogs: 6 }).entries()) {
    for (let index = 0; index < train + 6; index++) {
      const split = index < train ? 'train' : index < train + 3 ? 'validation' : 'test'
      writeTree(folder, { [`${split}/${name}/${index}.jpg`]: await photo(900 * (at + 1) + index) })
    }
  }
  const read = (file: string) => readFileSync(join(folder, file))
  const grey = sharp({ create: { width: 90, height: 60, channels: 3, background: '#ddd' } })
  return writeTree(folder, {
    'test/cats/leak.jpg': read('train/cats/3.jpg'),
    'train/dogs/mirrored.jpg': await sharp(read('train/cats/5.jpg')).flop().jpeg().toBuffer(),
    'train/cats/copy.jpg': read('train/cats/7.jpg'),
    'train/cats/blank.jpg': await grey.jpeg().toBuffer(),
    'train/dogs/strip.jpg': await (await scene(200, 36, 77)).jpeg().toBuffer(),
    'train/dogs/text.jpg': 'no picture',
  })
}

/** With what cli.md says of it, and nothing that is left out of it. */
function reportIn(stdout: string): DatasetReport {
  const report = JSON.parse(stdout) as DatasetReport
  expect(report).toEqual({
    classes: expect.any(Array) as unknown,
    splits: Object.fromEntries(splits.map((split) => [split, expect.any(Object) as unknown])),
    quarantined: expect.any(Array) as unknown,
    duplicates: expect.any(Array) as unknown,
    leaks: expect.any(Array) as unknown,
    findings: expect.any(Array) as unknown,
  })
  for (const finding of report.findings) {
    expect(finding).toMatchObject({
      kind: expect.stringMatching(/^[a-z-]+$/) as unknown,
      files: expect.any(Array) as unknown,
      evidence: expect.stringMatching(/\S\.$/) as unknown,
      remedy: expect.stringMatching(/\S\.$/) as unknown,
    })
  }
  return report
}

const filesOf = ({ findings }: DatasetReport, kind: string) => findings.find((finding) => finding.kind === kind)?.files

it('thaw dataset check --json says of a folder, worst first, what is wrong and what can be done, and changes nothing', async () => {
  const folder = await faulty()
  const before = hashTree(join(folder, '..'))
  const { code, stdout } = await thaw('dataset', 'check', folder, '--quick', '--json')
  expect(code).toBe(0)
  const report = reportIn(stdout)
  expect(report.leaks).toEqual([['test/cats/leak.jpg', 'train/cats/3.jpg']])
  expect(report.duplicates).toHaveLength(2)
  expect(report.quarantined).toMatchObject([{ file: 'train/dogs/text.jpg', reason: 'not-an-image' }])
  expect(filesOf(report, 'leak')?.toSorted()).toEqual(report.leaks[0])
  expect(filesOf(report, 'near-two-labels')?.toSorted()).toEqual(['train/cats/5.jpg', 'train/dogs/mirrored.jpg'])
  expect(filesOf(report, 'duplicates')?.toSorted()).toEqual(['train/cats/7.jpg', 'train/cats/copy.jpg'])
  expect(filesOf(report, 'blank')).toEqual(['train/cats/blank.jpg'])
  expect(filesOf(report, 'odd-size')).toEqual(['train/dogs/strip.jpg'])
  expect(filesOf(report, 'quarantined')).toEqual(['train/dogs/text.jpg'])
  expect(report.findings.map(({ kind }) => kind)).toEqual([
    ...[
      'leak',
      'near-two-labels',
      'blank',
      'duplicates',
      'near-duplicates',
      'quarantined',
      'odd-size',
      'few-photographs',
    ],
  ])
  expect(hashTree(join(folder, '..'))).toBe(before)
})

it('and of a project the same as its import, less what a person has remedied or accepted since', async () => {
  const folder = await faulty()
  const out = join(folder, '..', 'project')
  const imported = reportIn((await thaw('dataset', 'import', folder, '--out', out, '--json')).stdout)
  const check = async () => reportIn((await thaw('dataset', 'check', out, '--quick', '--json')).stdout)
  expect(await check()).toEqual(imported)
  const leak = imported.findings.find(({ kind }) => kind === 'leak')!
  const blank = imported.findings.find(({ kind }) => kind === 'blank')!
  await editDataset(out, 'do', leak.remedies[0]!.edits)
  await editDataset(out, 'do', [{ kind: 'accept-finding', finding: blank.cases[0]!.id }])
  const later = await check()
  expect(later.leaks).toEqual([])
  const kinds = (of: DatasetReport) => of.findings.map(({ kind }) => kind)
  expect(kinds(later)).toEqual(kinds(imported).filter((kind) => kind !== 'leak' && kind !== 'blank'))
})
