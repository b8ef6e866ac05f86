import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { Dataset, Photograph, Split } from '../../contract/index.ts'
import { reportOn } from '../../main/dataset/index.ts'

function photograph(file: string, split: Split, content = file): Photograph {
  const sha256 = createHash('sha256').update(content).digest('hex')
  return { file, split, class: file.split('/')[0] ?? '', sha256, bytes: 1, width: 1, height: 1, modified: 0 }
}

function dataset(photographs: Photograph[], more: Partial<Dataset> = {}): Dataset {
  const classes = [...new Set(photographs.map((one) => one.class))].sort()
  const base = { version: 1, folder: '../photos', splitting: 'given', shares: [50, 25, 25], seed: 0 } as const
  return { ...base, shares: [...base.shares], classes, photographs, quarantined: [], ...more }
}

function many(name: string, train: number, validation = 5, test = 5): Photograph[] {
  const of = (split: Split, count: number): Photograph[] =>
    [...Array(count).keys()].map((index) => photograph(`${name}/${split} ${index}.jpg`, split))
  return [...of('train', train), ...of('validation', validation), ...of('test', test)]
}

const kinds = (report: { findings: { kind: string }[] }): string[] => report.findings.map(({ kind }) => kind)

describe('the report on a data set', () => {
  it('of a sound one has the counts and no findings', () => {
    const report = reportOn(dataset([...many('cats', 20), ...many('dogs', 30)]))
    expect(report).toMatchObject({
      classes: ['cats', 'dogs'],
      splits: { train: { cats: 20, dogs: 30 }, validation: { cats: 5, dogs: 5 }, test: { cats: 5, dogs: 5 } },
      quarantined: [],
      duplicates: [],
      leaks: [],
      findings: [],
    })
  })

  it('lists copies, and apart those that lie in two splits or two classes', () => {
    const copies = [
      photograph('cats/a.jpg', 'train', 'leak'),
      photograph('cats/b.jpg', 'test', 'leak'),
      photograph('dogs/c.jpg', 'train', 'twin'),
      photograph('dogs/d.jpg', 'train', 'twin'),
      photograph('dogs/e.jpg', 'train', 'twin'),
      photograph('cats/f.jpg', 'test', 'label'),
      photograph('dogs/f.jpg', 'test', 'label'),
    ]
    const report = reportOn(dataset([...copies, ...many('cats', 20), ...many('dogs', 20)]))
    expect(report.duplicates).toEqual([
      ['cats/a.jpg', 'cats/b.jpg'],
      ['dogs/c.jpg', 'dogs/d.jpg', 'dogs/e.jpg'],
      ['cats/f.jpg', 'dogs/f.jpg'],
    ])
    expect(report.leaks).toEqual([['cats/a.jpg', 'cats/b.jpg']])
    expect(kinds(report)).toEqual(['leak', 'two-labels', 'duplicates'])
    expect(report.findings.map(({ files }) => files.length)).toEqual([2, 2, 5])
  })

  it('puts the worst first', () => {
    const quarantined = [{ file: 'cats/x.jpg', reason: 'truncated', detail: 'cut', bytes: 1, modified: 0 }] as const
    const copies = [photograph('cats/a.jpg', 'train', 'x'), photograph('cats/b.jpg', 'validation', 'x')]
    const twins = [photograph('cats/c.jpg', 'train', 'y'), photograph('cats/d.jpg', 'train', 'y')]
    const all = [...copies, ...twins, ...many('cats', 40), ...many('dogs', 10, 2, 0)]
    const leftOut = [{ ...photograph('dogs/z.jpg', 'test'), split: undefined }]
    const report = reportOn(dataset(all, { quarantined: [...quarantined], leftOut }))
    expect(kinds(report)).toEqual([
      'leak',
      'empty-split',
      'duplicates',
      'quarantined',
      'imbalance',
      'few-photographs',
      'left-out',
    ])
    expect(report.quarantined).toEqual([{ file: 'cats/x.jpg', reason: 'truncated', detail: 'cut' }])
    for (const { evidence, remedy } of report.findings)
      expect([evidence, remedy]).toEqual([expect.stringMatching(/\.$/), expect.stringMatching(/\.$/)])
  })

  it('calls three to one balanced and more not, and 20 to train on enough and fewer not', () => {
    expect(kinds(reportOn(dataset([...many('cats', 80), ...many('dogs', 20)])))).toEqual([])
    expect(kinds(reportOn(dataset([...many('cats', 81), ...many('dogs', 20)])))).toEqual(['imbalance'])
    expect(kinds(reportOn(dataset([...many('cats', 20), ...many('dogs', 19)])))).toEqual(['few-photographs'])
  })

  it('counts a class by whatever name', () => {
    const report = reportOn(dataset([...many('__proto__', 20), ...many('constructor', 20)]))
    expect(Object.entries(report.splits.train)).toEqual([
      ['__proto__', 20],
      ['constructor', 20],
    ])
  })
})
