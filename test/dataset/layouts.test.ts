import { describe, expect, it } from 'vitest'
import type { LayoutChoice } from '../../contract/index.ts'
import {
  correctLayout,
  placeFiles,
  previewOf,
  whyText,
  readTable,
  recogniseLayout,
} from '../../main/dataset/layouts/index.ts'
import type { Listing } from '../../main/dataset/list-files.ts'

/** A listing of these files; `cats/*3` means three photographs in cats. */
function listing(...patterns: string[]): Listing {
  const files = patterns.flatMap((pattern) => {
    const [, folder, count] = /^(.*)\*(\d+)$/.exec(pattern) ?? []
    if (count === undefined) return [pattern]
    return Array.from({ length: Number(count) }, (_, index) => `${folder}${String(index).padStart(3, '0')}.jpg`)
  })
  const folders = new Set<string>()
  for (const file of files) {
    for (let cut = file.lastIndexOf('/'); cut > 0; cut = file.lastIndexOf('/', cut - 1)) folders.add(file.slice(0, cut))
  }
  return { files: files.map((file) => ({ file })), folders: [...folders].sort(), passedOver: [] }
}

const table = (file: string, text: string) => readTable(file, Buffer.from(text))!

/** What a layout comes to: `class split count` for each, and what has no class. */
function read(of: Listing, tables = [] as NonNullable<ReturnType<typeof readTable>>[], layout?: LayoutChoice) {
  const { files, splitting } = placeFiles(of, layout ?? recogniseLayout(of, tables), tables)
  const counts: Record<string, number> = {}
  for (const file of files) {
    const key = file.class === null ? '-' : `${file.class} ${file.split ?? splitting}`
    counts[key] = (counts[key] ?? 0) + 1
  }
  return counts
}

describe('a layout is recognised', () => {
  it.each<[string, string[], Record<string, number>]>([
    ['class folders', ['cats/*3', 'dogs/*2'], { 'cats drawn': 3, 'dogs drawn': 2 }],
    [
      'three splits',
      ['train/a/*2', 'train/b/*2', 'validation/a/*1', 'test/b/*1'],
      { 'a train': 2, 'b train': 2, 'a validation': 1, 'b test': 1 },
    ],
    [
      'splits by other names in any case',
      ['Training/a/*2', 'TRAINING/b/*2', 'Valid/a/*1', 'Testing/b/*1'],
      { 'a train': 2, 'b train': 2, 'a validation': 1, 'b test': 1 },
    ],
    [
      'folders deeper than needed',
      ['download/archive/PetImages/Cat/*2', 'download/archive/PetImages/Dog/*3', 'download/readme.txt'],
      { 'Cat drawn': 2, 'Dog drawn': 3, '-': 1 },
    ],
    [
      'splits deeper than needed, doubled in themselves',
      ['set/train/train/a/*2', 'set/train/train/b/*2', 'set/test/test/a/*1', 'set/test/test/b/*1'],
      { 'a train': 2, 'b train': 2, 'a test': 1, 'b test': 1 },
    ],
    ['classes in the names', ['cat.*12', 'dog.*12'], { 'cat drawn': 12, 'dog drawn': 12 }],
    [
      'classes in names of several shapes',
      ['great_pyrenees_*3', 'n02085620_*3', 'pug (1).jpg', 'pug (2).jpg', 'pug (3).jpg'],
      { 'great_pyrenees drawn': 3, 'n02085620 drawn': 3, 'pug drawn': 3 },
    ],
    [
      'Kaggle’s dogs against cats: only the training folder has labels, so it is divided',
      ['dogs-vs-cats/train/train/cat.*20', 'dogs-vs-cats/train/train/dog.*20', 'dogs-vs-cats/test1/test1/*9'],
      { 'cat drawn': 20, 'dog drawn': 20, '-': 9 },
    ],
    [
      'batches of one data set',
      ['batch1/cats/*2', 'batch1/dogs/*2', 'batch2/cats/*3', 'batch2/dogs/*1'],
      { 'cats drawn': 5, 'dogs drawn': 3 },
    ],
    [
      'two data sets that are each divided',
      ['mine/train/a/*2', 'mine/train/b/*2', 'hers/train/a/*1', 'hers/train/b/*1', 'hers/test/a/*1'],
      { 'a train': 3, 'b train': 3, 'a test': 1 },
    ],
    [
      'class folders with rooms in them',
      ['cats/in/*2', 'cats/out/*2', 'dogs/*2'],
      { 'cats drawn': 4, 'dogs drawn': 2 },
    ],
    ['class folders beside documents', ['a/*2', 'b/*2', 'docs/paper.pdf'], { 'a drawn': 2, 'b drawn': 2, '-': 1 }],
    [
      'class folders beside pictures without labels',
      ['a/*2', 'b/*2', 'test/*5'],
      { 'a drawn': 2, 'b drawn': 2, '-': 5 },
    ],
    [
      'class folders beside a test that has the same',
      ['a/*2', 'b/*2', 'test/a/*1', 'test/b/*1'],
      { 'a train': 2, 'b train': 2, 'a test': 1, 'b test': 1 },
    ],
    ['a class that is called valid', ['valid/*2', 'invalid/*2'], { 'valid drawn': 2, 'invalid drawn': 2 }],
  ])('%s', (_, paths, expected) => expect(read(listing(...paths))).toEqual(expected))

  it.each([
    ['what a camera wrote', ['IMG_*9', 'DSC_*9']],
    ['numbers', ['*20']],
    ['splits without training', ['val/a/*2', 'test/a/*2']],
    ['nothing', []],
  ])('but not from %s', (_, paths) =>
    expect(read(listing(...paths))).toEqual(paths.length ? { '-': expect.any(Number) } : {}),
  )

  it('where several folders were given, each by itself', () => {
    const of = listing('a/x/*2', 'a/y/*2', 'b/pics/x.*3', 'b/pics/y.*3')
    expect(read(of, [], recogniseLayout(of, [], ['a', 'b']))).toEqual({ 'x drawn': 5, 'y drawn': 5 })
    const classes = listing('cats/*2', 'dogs/*2')
    expect(read(classes, [], recogniseLayout(classes, [], ['cats', 'dogs']))).toEqual({
      'cats drawn': 2,
      'dogs drawn': 2,
    })
  })
})

describe('a table of labels', () => {
  const flat = listing('000a.jpg', '000b.jpg', '000c.jpg', '000d.jpg', 'labels.csv')

  it('gives classes by file, by path or without the ending, whatever separates its columns', () => {
    const texts = [
      'id,breed\n000a,pug\n000b,pug\n000c,boxer\n000d,boxer\n',
      'breed;file name\npug;000a.jpg\npug;000b.jpg\nboxer;./000c.jpg\nboxer;\\000d.jpg\n',
      '\ufefffile\tnote\tlabel\r\n000a.jpg\tx\tpug\r\n000b.jpg\ty\tpug\r\n000c.jpg\tz\tboxer\r\n000d.jpg\t"a, ""b"""\tboxer\r\n',
    ]
    for (const text of texts) {
      expect(read(flat, [table('labels.csv', text)])).toEqual({ 'pug drawn': 2, 'boxer drawn': 2, '-': 1 })
    }
  })

  it('may be in CP949, as Excel in Korea writes it', () => {
    const hangul = { 파일: 'c6c4c0cf', 종류: 'c1bef7f9' }
    expect(Object.keys(hangul)).toHaveLength(2)
    const bytes = Buffer.concat([
      Buffer.from('c6c4c0cf2cc1beb7f90a', 'hex'),
      Buffer.from('000a,'),
      Buffer.from('b0edbee7c0cc', 'hex'),
      Buffer.from('\n000b,'),
      Buffer.from('b0edbee7c0cc', 'hex'),
      Buffer.from('\n000c,'),
      Buffer.from('b0adbec6c1f6', 'hex'),
      Buffer.from('\n000d,'),
      Buffer.from('b0adbec6c1f6', 'hex'),
      Buffer.from('\n'),
    ])
    expect(read(flat, [readTable('labels.csv', bytes)!])).toEqual({ '고양이 drawn': 2, '강아지 drawn': 2, '-': 1 })
  })

  it('may say the split', () => {
    const text = 'path,label,split\n000a,x,train\n000b,y,training\n000c,x,VAL\n000d,y,test\n'
    expect(read(flat, [table('labels.csv', text)])).toEqual({
      'x train': 1,
      'y train': 1,
      'x validation': 1,
      'y test': 1,
      '-': 1,
    })
  })

  it('is used for a training folder, as Kaggle’s dog breeds have it', () => {
    const of = listing('train/000a.jpg', 'train/000b.jpg', 'train/000c.jpg', 'train/000d.jpg', 'test/*3', 'labels.csv')
    const labels = table('labels.csv', 'id,breed\n000a,pug\n000b,pug\n000c,boxer\n000d,boxer\n')
    expect(read(of, [labels])).toEqual({ 'pug drawn': 2, 'boxer drawn': 2, '-': 4 })
  })

  it('that contradicts itself or passes a file over leaves it without a class, and says so', () => {
    const labels = table('labels.csv', 'id,breed\n000a,pug\n000a,boxer\n000b,pug\n000c,boxer\n')
    const layout = recogniseLayout(flat, [labels])
    const { files } = placeFiles(flat, layout, [labels])
    expect(files.map(({ file, class: name, why }) => [file, name, why && whyText(why)])).toEqual([
      ['000a.jpg', null, 'labels.csv gives it two classes.'],
      ['000b.jpg', 'pug', undefined],
      ['000c.jpg', 'boxer', undefined],
      ['000d.jpg', null, 'labels.csv does not name it.'],
      ['labels.csv', null, expect.stringContaining('none')],
    ])
  })

  it('is not taken for labels when it is about something else', () => {
    expect(recogniseLayout(flat, [table('labels.csv', 'day,weather\n1,rain\n2,sun\n3,rain\n4,sun\n')]).sources).toEqual(
      [],
    )
  })
})

describe('a layout can be corrected', () => {
  const of = listing('train/a/*3', 'train/b/*3', 'extra/a/*2', 'extra/b/*2')

  it('folder by folder', () => {
    const recognised = recogniseLayout(of, [])
    expect(read(of, [], recognised)).toEqual({ 'a train': 3, 'b train': 3, '-': 4 })
    const corrected = correctLayout(recognised, { roles: { extra: 'test' } })
    expect(read(of, [], corrected)).toEqual({ 'a train': 3, 'b train': 3, 'a test': 2, 'b test': 2 })
    const divided = correctLayout(recognised, { roles: { train: 'divide' } })
    expect(read(of, [], divided)).toEqual({ 'a drawn': 3, 'b drawn': 3, '-': 4 })
    expect(() => correctLayout(recognised, { roles: { train: 'ignore' } })).toThrow('left out')
  })

  it('from folders to names and to a column of a table', () => {
    const mixed = listing('x/cat.*5', 'y/dog.*5')
    const byName = correctLayout({ sources: [] }, { labels: { by: 'name' } })
    expect(read(mixed, [], byName)).toEqual({ 'cat drawn': 5, 'dog drawn': 5 })
    const labels = table('t.csv', 'file,colour,size\ncat.000.jpg,red,big\ndog.000.jpg,blue,big\n')
    const byTable = correctLayout(
      { sources: [] },
      { labels: { by: 'table', table: 't.csv', file: 'file', class: 'size' } },
    )
    expect(read(mixed, [labels], byTable)).toEqual({ 'big drawn': 2, '-': 8 })
  })
})

it('a preview says what there is, what is ignored and why; nothing is lost from it', () => {
  const of = listing('set/a/*3', 'set/b/*2', 'set/notes.txt', 'LICENSE')
  const layout = recogniseLayout(of, [])
  const placed = placeFiles(of, layout, [])
  const preview = previewOf(of, [], layout, placed)
  expect(preview).toMatchObject({
    found: 7,
    splitting: 'drawn',
    classes: [
      { name: 'a', divided: 3 },
      { name: 'b', divided: 2 },
    ],
    ignored: [
      { folder: 'set', files: 1, example: 'set/notes.txt', reason: 'outside-classes' },
      {
        folder: '',
        files: 1,
        example: 'LICENSE',
        reason: 'outside-classes',
        why: 'It lies outside the class folders.',
      },
    ],
    folders: [
      { folder: '', files: 7 },
      { folder: 'set', files: 6 },
      { folder: 'set/a', files: 3 },
      { folder: 'set/b', files: 2 },
    ],
  })
})
