import { execFile, execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  cpSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import {
  splits,
  unwatched,
  type Dataset,
  type LayoutChoice,
  type QuarantineReason,
  type Work,
} from '../../contract/index.ts'
import { importDataset, selectSplit, type ImportOptions } from '../../main/dataset/index.ts'
import {
  hashTree,
  jpeg,
  picture,
  pngClaiming,
  temporaryFolder,
  writePhotographs,
  writeTree,
} from '../helpers/photographs.ts'

function read(folder: string, more: Partial<ImportOptions> = {}): Promise<Dataset> {
  return importDataset({ folder, recordIn: join(folder, '..', 'project'), seed: 7, work: unwatched(), ...more })
}

/** A folder `photos` with the given numbers of photographs, inside a temporary folder. */
async function photos(counts: Record<string, number>): Promise<string> {
  const folder = join(temporaryFolder(), 'photos')
  mkdirSync(folder)
  return writePhotographs(folder, counts)
}

const countsOf = (dataset: Dataset, name: string): number[] =>
  splits.map((split) => selectSplit(dataset, split).filter((photograph) => photograph.class === name).length)

const reasons = (dataset: Dataset): Record<string, QuarantineReason> =>
  Object.fromEntries(dataset.quarantined.map(({ file, reason }) => [file, reason]))

describe('a folder of classes', () => {
  it('is divided by class, exactly', async () => {
    const folder = await photos({ dogs: 12, cats: 9 })
    const dataset = await read(folder)
    expect(dataset).toMatchObject({ splitting: 'drawn', shares: [50, 25, 25], seed: 7, folder: '../photos' })
    expect(dataset.classes).toEqual(['cats', 'dogs'])
    expect(countsOf(dataset, 'dogs')).toEqual([6, 3, 3])
    expect(countsOf(dataset, 'cats').toSorted()).toEqual([2, 2, 5])
    expect(await read(folder)).toEqual(dataset)
    expect((await read(folder, { seed: 8 })).photographs).not.toEqual(dataset.photographs)
  })

  it('may have folders inside the class folders', async () => {
    const folder = await photos({ 'cats/a/b': 3, 'cats/c': 2, dogs: 4 })
    const dataset = await read(folder)
    expect(dataset.classes).toEqual(['cats', 'dogs'])
    expect(dataset.photographs).toHaveLength(9)
  })

  it('has its classes in the order of sorted() in Python, and photographs by class and path', async () => {
    const folder = await photos({ b: 2, B: 2, a10: 2, a2: 2, 고양이: 2, 강아지: 2, ａ: 2, '😀': 2, é: 2 })
    const dataset = await read(folder)
    expect(dataset.classes).toEqual(['B', 'a10', 'a2', 'b', 'é', '강아지', '고양이', 'ａ', '😀'])
    expect(dataset.photographs.map(({ file }) => file).slice(0, 4)).toEqual([
      'B/0001.jpg',
      'B/0002.jpg',
      'a10/0001.jpg',
      'a10/0002.jpg',
    ])
  })

  it('takes other shares, and counts per class', async () => {
    const folder = await photos({ cats: 10, dogs: 20 })
    expect(countsOf(await read(folder, { shares: [80, 10, 10] }), 'dogs')).toEqual([16, 2, 2])
    const counted = await read(folder, { perClass: [4, 2, 2] })
    expect([countsOf(counted, 'cats'), countsOf(counted, 'dogs')]).toEqual([
      [4, 2, 2],
      [4, 2, 2],
    ])
    expect(counted.leftOut).toHaveLength(14)
    await expect(read(folder, { perClass: [10, 2, 2] })).rejects.toMatchObject({
      failure: { code: 'too-few-photographs', found: 'cats: 10' },
    })
    await expect(read(folder, { shares: [50, 25, 30] })).rejects.toMatchObject({ failure: { code: 'bad-shares' } })
  })
})

describe('a folder of splits', () => {
  it('is taken as it is, with the classes of all splits together', async () => {
    const folder = await photos({
      'train/cats': 4,
      'train/dogs': 3,
      'train/emus': 2,
      'validation/cats': 2,
      'test/dogs': 1,
    })
    const dataset = await read(folder)
    expect(dataset.splitting).toBe('given')
    expect(dataset.classes).toEqual(['cats', 'dogs', 'emus'])
    expect([countsOf(dataset, 'cats'), countsOf(dataset, 'dogs')]).toEqual([
      [4, 2, 0],
      [3, 0, 1],
    ])
  })

  it('may have other names for the three, in any case', async () => {
    const dataset = await read(await photos({ 'Training/a': 3, 'Training/b': 2, 'VAL/a': 1, 'Test/b': 1 }))
    expect([dataset.splitting, dataset.classes]).toEqual(['given', ['a', 'b']])
    expect([countsOf(dataset, 'a'), countsOf(dataset, 'b')]).toEqual([
      [3, 1, 0],
      [2, 0, 1],
    ])
  })

  it('without one for training is refused, not misread', async () => {
    const folder = await photos({ 'val/a': 2, 'val/b': 2, 'test/a': 2, 'test/b': 2 })
    await expect(read(folder)).rejects.toMatchObject({
      failure: {
        code: 'split-names',
        expected: expect.stringContaining('train'),
        file: folder,
        remedy: expect.any(String),
      },
    })
  })

  it('keeps the layout that a person gave, also when it is read again', async () => {
    const folder = await photos({ 'first/a': 4, 'first/b': 4, 'second/a': 2, 'second/b': 2 })
    const labels = { by: 'folder' } as const
    const layout: LayoutChoice = {
      sources: [
        { folder: 'first', split: 'train', labels },
        { folder: 'second', split: 'test', labels },
      ],
    }
    const dataset = await read(folder, { layout })
    expect([countsOf(dataset, 'a'), dataset.layout]).toEqual([[3, 1, 2], layout])
    expect(await read(folder, { previous: dataset })).toEqual(dataset)
  })

  it('is not guessed from a class that is called valid', async () => {
    expect((await read(await photos({ valid: 4, invalid: 4 }))).classes).toEqual(['invalid', 'valid'])
  })

  it('refuses shares, since it has its splits', async () => {
    const folder = await photos({ 'train/a': 2, 'train/b': 2 })
    await expect(read(folder, { shares: [50, 25, 25] })).rejects.toMatchObject({ failure: { code: 'already-split' } })
  })
})

describe('files that are no good photographs', () => {
  it('are set aside with a reason, whatever they are called, and nothing is lost or written', async () => {
    const folder = await photos({ cats: 6, dogs: 6 })
    const whole = await jpeg(300, 200, 501)
    const cutPng = await picture(200, 100, 502).png().toBuffer()
    const cutWebp = await picture(200, 100, 503).webp().toBuffer()
    const cutTiff = await picture(200, 100, 504).tiff({ compression: 'lzw' }).toBuffer()
    const scrambled = Buffer.from(await picture(200, 100, 505).png().toBuffer())
    scrambled.fill(0x55, 2000, 2400)
    const lost = Buffer.concat([whole.subarray(0, whole.length >> 1), Buffer.from('ffd9', 'hex')])
    writeTree(join(folder, 'cats'), {
      'text.jpg': 'This is not a photograph.',
      'empty.jpg': '',
      'half.jpg': whole.subarray(0, whole.length >> 1),
      'no-end.jpg': whole.subarray(0, -2),
      'grey-half.jpg': lost,
      'cut.png': cutPng.subarray(0, -200),
      'cut.webp': cutWebp.subarray(0, -20),
      'cut.tif': cutTiff.subarray(0, -20),
      'scrambled.png': scrambled,
      'bomb.png': pngClaiming(60_000, 60_000),
      'photo.jxl': Buffer.from('0000000c4a584c200d0a870a', 'hex'),
      'drawing.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
      'floats.tif': floatTiff(),
    })
    writeFileSync(join(folder, 'readme.txt'), 'outside')
    const before = hashTree(folder)
    const dataset = await read(folder)
    expect(hashTree(folder)).toBe(before)
    expect(reasons(dataset)).toEqual({
      'cats/bomb.png': 'too-large',
      'cats/cut.png': 'truncated',
      'cats/cut.tif': 'truncated',
      'cats/cut.webp': 'truncated',
      'cats/drawing.svg': 'not-an-image',
      'cats/empty.jpg': 'empty-file',
      'cats/floats.tif': 'unsupported-format',
      'cats/grey-half.jpg': 'damaged',
      'cats/half.jpg': 'truncated',
      'cats/no-end.jpg': 'truncated',
      'cats/photo.jxl': 'unsupported-format',
      'cats/scrambled.png': 'damaged',
      'cats/text.jpg': 'not-an-image',
      'readme.txt': 'no-class',
    })
    expect(dataset.quarantined.every(({ detail }) => detail.length > 5)).toBe(true)
    expect(dataset.photographs).toHaveLength(12)
  })

  it('do not include pictures with a wrong or no ending to their name, or with bytes after their end', async () => {
    const folder = await photos({ cats: 2, dogs: 2 })
    writeTree(folder, {
      'cats/png.jpg': await picture(20, 20, 601).png().toBuffer(),
      'cats/noname': await picture(20, 20, 602).webp().toBuffer(),
      'dogs/film.gif': await picture(20, 20, 603).gif().toBuffer(),
      'dogs/scan.TIFF': await picture(20, 20, 604).tiff().toBuffer(),
      'dogs/tail.jpg': Buffer.concat([await jpeg(20, 20, 605), Buffer.alloc(500, 7)]),
      'dogs/cmyk.jpg': await picture(20, 20, 606).toColourspace('cmyk').jpeg().toBuffer(),
    })
    const dataset = await read(folder)
    expect(dataset.quarantined).toEqual([])
    expect(dataset.photographs).toHaveLength(10)
  })

  it('do not include AVIF, an animation (its first frame counts), 16 bits, a name of 250 bytes or one with a line break', async () => {
    const folder = await photos({ cats: 2, dogs: 2 })
    const frames = [611, 612].map((seed) => picture(20, 10, seed).png().toBuffer())
    const animated = await sharp(await Promise.all(frames), { join: { animated: true } })
      .webp()
      .toBuffer()
    const deep = await picture(20, 20, 613).toColourspace('rgb16').png().toBuffer()
    expect(await sharp(deep).metadata()).toMatchObject({ depth: 'ushort' })
    writeTree(folder, {
      'cats/new.jpg': await picture(64, 48, 614).avif().toBuffer(),
      'cats/film.webp': animated,
      'dogs/deep.png': deep,
      [`dogs/${'고'.repeat(82)}.jpg`]: await jpeg(20, 20, 615),
      'dogs/two\nlines 😀.jpg': await jpeg(20, 20, 616),
    })
    const dataset = await read(folder)
    expect(dataset.quarantined).toEqual([])
    const sizes = Object.fromEntries(dataset.photographs.map(({ file, width, height }) => [file, [width, height]]))
    expect(sizes).toMatchObject({ 'cats/new.jpg': [64, 48], 'cats/film.webp': [20, 10], 'dogs/deep.png': [20, 20] })
  })

  it('say of an AVIF that is cut short that it is', async () => {
    const folder = await photos({ cats: 2, dogs: 2 })
    const avif = await picture(64, 48, 617).avif().toBuffer()
    writeTree(folder, { 'cats/cut.avif': avif.subarray(0, avif.length - 200) })
    expect(reasons(await read(folder))).toEqual({ 'cats/cut.avif': 'truncated' })
  })

  it('do not include a JPEG with stray bytes between its parts, which costs no pixel', async () => {
    const folder = await photos({ cats: 2, dogs: 2 })
    const whole = await jpeg(60, 40, 610)
    const stray = Buffer.concat([
      whole.subarray(0, 2),
      whole.subarray(2, 20),
      Buffer.from([0, 0, 0]),
      whole.subarray(20),
    ])
    writeTree(folder, { 'cats/stray.jpg': stray })
    expect((await read(folder)).quarantined).toEqual([])
  })

  it('do not count where systems leave them', async () => {
    const folder = await photos({ cats: 2, dogs: 2, '__MACOSX/cats': 2, '.git': 2 })
    writeTree(folder, { '.DS_Store': 'x', 'cats/Thumbs.db': 'x', 'cats/._0001.jpg': 'x', 'cats/desktop.ini': 'x' })
    const dataset = await read(folder)
    expect([dataset.classes, dataset.photographs.length, dataset.quarantined]).toEqual([['cats', 'dogs'], 4, []])
  })

  it('include what the file system does not give: dangling links, pipes, links out of the folder, links in a circle', async () => {
    const folder = await photos({ cats: 3, dogs: 3 })
    const outside = await photos({ elsewhere: 1 })
    symlinkSync(join(folder, 'nowhere.jpg'), join(folder, 'cats', 'dangling.jpg'))
    symlinkSync(join(outside, 'elsewhere', '0001.jpg'), join(folder, 'cats', 'outside.jpg'))
    symlinkSync(outside, join(folder, 'cats', 'outside'))
    symlinkSync(join(folder, 'cats'), join(folder, 'cats', 'circle'))
    symlinkSync(join(folder, 'dogs', '0001.jpg'), join(folder, 'dogs', 'inside.jpg'))
    execFileSync('mkfifo', [join(folder, 'dogs', 'pipe.jpg')])
    mkdirSync(join(folder, 'dogs', 'folder.jpg'))
    const dataset = await read(folder)
    expect(reasons(dataset)).toEqual({
      'cats/circle': 'unreadable',
      'cats/dangling.jpg': 'unreadable',
      'cats/outside': 'link-outside',
      'cats/outside.jpg': 'link-outside',
      'dogs/pipe.jpg': 'unreadable',
    })
    expect(dataset.photographs.map(({ file }) => file)).toContain('dogs/inside.jpg')
  })

  it('include what its permissions keep from the reader', async () => {
    const folder = await photos({ cats: 3, dogs: 3 })
    chmodSync(join(folder, '..'), 0o755)
    chmodSync(join(folder, 'cats', '0001.jpg'), 0)
    mkdirSync(join(folder, 'dogs', 'closed'), { mode: 0 })
    expect(reasons(await readAsSomebody(folder))).toEqual({
      'cats/0001.jpg': 'unreadable',
      'dogs/closed': 'unreadable',
    })
  })

  it('and good ones together are all that was found, for any mixture', async () => {
    for (let round = 0; round < 6; round++) {
      const folder = await photos({ cats: 3, dogs: 3 })
      const whole = await jpeg(100, 80, 700 + round)
      let found = 6
      for (let index = 0; index < 25; index++) {
        const bytes = Buffer.from(whole.subarray(0, index % 2 ? whole.length : Math.floor((whole.length * index) / 25)))
        for (let flip = 0; flip < index % 5; flip++)
          bytes[(flip * 997 + index * 131) % Math.max(1, bytes.length)]! ^= 1 + round
        const place = ['cats', 'dogs/deep/er', '.', 'dogs'][index % 4]!
        writeTree(folder, { [`${place}/mixed ${index}.jpg`]: bytes })
        found++
      }
      const dataset = await read(folder)
      const files = [...dataset.photographs, ...dataset.quarantined].map(({ file }) => file)
      expect(files).toHaveLength(found)
      expect(new Set(files).size).toBe(found)
    }
  })

  it('cannot hide in strange names: spaces, line breaks, emoji, Korean, quotes', async () => {
    const names = [' leading', 'two\nlines', '😀', '고양이 사진', `"quo'te"`, 'a\\b', '%20', '#?', '-rf', 'é́']
    const folder = await photos({ cats: 2, dogs: 2 })
    for (const [index, name] of names.entries())
      writeTree(folder, { [`dogs/${name}.jpg`]: await jpeg(20, 20, 800 + index) })
    const dataset = await read(folder)
    expect(dataset.quarantined).toEqual([])
    expect(dataset.photographs.map(({ file }) => file)).toEqual(
      expect.arrayContaining(names.map((name) => `dogs/${name}.jpg`)),
    )
  })
})

describe('a photograph’s record', () => {
  it('has its content’s hash, and its size as it is shown', async () => {
    const folder = await photos({ cats: 2, dogs: 2 })
    const bytes = await picture(60, 40, 901).jpeg().withMetadata({ orientation: 6 }).toBuffer()
    writeTree(folder, { 'cats/turned.jpg': bytes })
    expect((await read(folder)).photographs.find(({ file }) => file === 'cats/turned.jpg')).toMatchObject({
      width: 40,
      height: 60,
      bytes: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      modified: statSync(join(folder, 'cats/turned.jpg')).mtimeMs,
    })
  })
})

describe('a folder that gives no data set', () => {
  const failure = (code: string, more = {}) => ({
    failure: { code, file: expect.any(String), remedy: expect.any(String), ...more },
  })

  it.each([
    ['is missing', 'folder-missing', async () => join(temporaryFolder(), 'nothing')],
    ['is a file', 'not-a-folder', async () => join(writeTree(temporaryFolder(), { 'a.zip': 'PK' }), 'a.zip')],
    ['is empty', 'dataset-empty', async () => join(temporaryFolder())],
    ['has photographs only', 'no-class-folders', async () => photos({ '.': 3 })],
    ['has one class', 'one-class', async () => photos({ cats: 5 })],
    [
      'has only empty classes',
      'class-too-small',
      async () => {
        const folder = temporaryFolder()
        mkdirSync(join(folder, 'a'))
        mkdirSync(join(folder, 'b'))
        return folder
      },
    ],
  ])('because it %s', async (_, code, make) => {
    const folder = await make()
    await expect(read(folder, { recordIn: join(folder, '..', 'x') })).rejects.toMatchObject(failure(code))
  })

  it('because a class has one photograph, says which and what was set aside', async () => {
    const folder = await photos({ cats: 5, dogs: 1 })
    writeTree(folder, { 'dogs/bad.jpg': 'no' })
    await expect(read(folder)).rejects.toMatchObject(
      failure('class-too-small', {
        expected: expect.stringContaining('2'),
        found: expect.stringMatching(/^dogs: 1 .*bad\.jpg/),
      }),
    )
  })

  it('because a class has nothing to train on', async () => {
    const folder = await photos({ 'train/cats': 3, 'train/dogs': 3, 'test/emus': 3 })
    await expect(read(folder)).rejects.toMatchObject(failure('class-too-small', { found: 'emus: 3, none in train' }))
  })

  it('because a class folder is a link that leads elsewhere', async () => {
    const folder = await photos({ cats: 3, dogs: 3 })
    symlinkSync(await photos({ '.': 3 }), join(folder, 'emus'))
    await expect(read(folder)).rejects.toMatchObject(
      failure('class-too-small', { found: expect.stringMatching(/^emus: 0 .*link/) }),
    )
  })

  it('because the record would be written into it', async () => {
    const folder = await photos({ cats: 3, dogs: 3 })
    for (const recordIn of [folder, join(folder, 'project')]) {
      await expect(read(folder, { recordIn })).rejects.toMatchObject(failure('inside-photographs'))
    }
  })
})

describe('importing again', () => {
  it('does not read a file whose size and time did not change', async () => {
    const folder = await photos({ cats: 4, dogs: 4 })
    writeTree(folder, { 'cats/text.jpg': 'not a photograph' })
    setTimes(folder, 1_700_000_000)
    const first = await read(folder)
    // Content that would be set aside, under the old size and time: only a file that is not read can stay.
    for (const name of ['cats/0001.jpg', 'cats/text.jpg']) {
      writeFileSync(join(folder, name), Buffer.alloc(statSync(join(folder, name)).size, 32))
    }
    setTimes(folder, 1_700_000_000)
    expect(await read(folder, { previous: first })).toEqual(first)
    expect(reasons(await read(folder))).toMatchObject({ 'cats/0001.jpg': 'not-an-image' })
  })

  it('moves nothing, puts a new photograph where it is missing, and forgets what is gone', async () => {
    const folder = await photos({ cats: 8, dogs: 8 })
    const first = await read(folder)
    const gone = selectSplit(first, 'validation').find((photograph) => photograph.class === 'cats')!
    rmSync(join(folder, gone.file))
    writeTree(folder, { 'cats/new.jpg': await jpeg(30, 30, 950) })
    const second = await read(folder, { previous: first, seed: 99 })
    expect(second.seed).toBe(7)
    for (const { file, split } of first.photographs) {
      if (file !== gone.file)
        expect(second.photographs.find((photograph) => photograph.file === file)?.split).toBe(split)
    }
    expect(second.photographs.find(({ file }) => file === 'cats/new.jpg')?.split).toBe('validation')
    expect(second.photographs).toHaveLength(16)
  })

  it('knows a photograph again after it was renamed, moved with its folder, or edited in place', async () => {
    const folder = await photos({ cats: 8, dogs: 8 })
    const first = await read(folder)
    const [renamed, edited] = selectSplit(first, 'test')
    renameSync(join(folder, renamed!.file), join(folder, renamed!.class, 'another name.jpg'))
    writeFileSync(join(folder, edited!.file), await jpeg(50, 50, 960))
    const moved = join(temporaryFolder(), 'photos')
    cpSync(folder, moved, { recursive: true })
    const second = await read(moved, { previous: first })
    const splitOf = (file: string) => second.photographs.find((photograph) => photograph.file === file)?.split
    expect(splitOf(`${renamed!.class}/another name.jpg`)).toBe('test')
    expect(splitOf(edited!.file)).toBe('test')
    for (const { file, split } of first.photographs) if (file !== renamed!.file) expect(splitOf(file)).toBe(split)
  })

  it('reads a photograph that was replaced', async () => {
    const folder = await photos({ cats: 4, dogs: 4 })
    const first = await read(folder)
    writeFileSync(join(folder, 'cats/0001.jpg'), await jpeg(77, 55, 970))
    const second = await read(folder, { previous: first })
    expect(second.photographs[0]).toMatchObject({ file: 'cats/0001.jpg', width: 77, height: 55 })
  })

  it('with counts per class brings back what was left out when there is room', async () => {
    const folder = await photos({ cats: 10, dogs: 10 })
    const first = await read(folder, { perClass: [4, 2, 2] })
    rmSync(join(folder, selectSplit(first, 'test')[0]!.file))
    const second = await read(folder, { previous: first })
    expect([countsOf(second, 'cats'), countsOf(second, 'dogs')]).toEqual([
      [4, 2, 2],
      [4, 2, 2],
    ])
    expect(second.leftOut).toHaveLength(3)
    for (const { file } of second.photographs.slice(0, 5)) rmSync(join(folder, file))
    expect(countsOf(await read(folder, { previous: second }), 'cats').reduce((sum, count) => sum + count)).toBeLessThan(
      8,
    )
  })
})

describe('while it works', () => {
  it('the import says how far it is and stops when cancelled', async () => {
    const folder = await photos({ cats: 10, dogs: 10 })
    const seen: [string, number, number][] = []
    const controller = new AbortController()
    const work: Work = {
      ...unwatched(),
      signal: controller.signal,
      progress: (step, done, total) => void seen.push([step, done, total]),
    }
    await read(folder, { work })
    expect(seen.filter(([step]) => step === 'scan').at(-1)).toEqual(['scan', 20, 20])
    expect(seen.some(([step]) => step === 'list')).toBe(true)
    seen.length = 0
    const stopping: Work = {
      ...work,
      progress: (step, done) => {
        seen.push([step, done, 0])
        if (step === 'scan') controller.abort()
      },
    }
    await expect(read(folder, { work: stopping })).rejects.toThrow('abort')
    expect(seen.filter(([step]) => step === 'scan').length).toBeLessThan(10)
  })
})

/** The modification time of every file, in seconds. */
function setTimes(folder: string, seconds: number): void {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) utimesSync(join(entry.parentPath, entry.name), seconds, seconds)
  }
}

/** Imports in a process of somebody who is not root, since root may read everything. */
async function readAsSomebody(folder: string): Promise<Dataset> {
  const program = `
    import { importDataset } from './main/dataset/index.ts'
    import { unwatched } from './contract/index.ts'
    const folder = process.argv[1]
    const dataset = await importDataset({ folder, recordIn: folder + '/../project', seed: 7, work: unwatched() })
    process.stdout.write(JSON.stringify(dataset))`
  const isRoot = process.getuid?.() === 0
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--input-type=module', '--eval', program, folder],
    isRoot ? { uid: 65_534, gid: 65_534 } : {},
  )
  return JSON.parse(stdout) as Dataset
}

/** A 2 × 2 grey TIFF of 32-bit floating-point samples. */
function floatTiff(): Buffer {
  const entries = [
    [256, 3, 2],
    [257, 3, 2],
    [258, 3, 32],
    [259, 3, 1],
    [262, 3, 1],
    [273, 4, 8],
    [277, 3, 1],
    [278, 3, 2],
    [279, 4, 16],
    [339, 3, 3],
  ]
  const bytes = Buffer.alloc(8 + 16 + 2 + entries.length * 12 + 4)
  bytes.write('II*\0', 'latin1')
  bytes.writeUInt32LE(24, 4)
  for (let sample = 0; sample < 4; sample++) bytes.writeFloatLE(0.5, 8 + sample * 4)
  bytes.writeUInt16LE(entries.length, 24)
  for (const [index, [tag = 0, type = 0, value = 0]] of entries.entries()) {
    const at = 26 + index * 12
    bytes.writeUInt16LE(tag, at)
    bytes.writeUInt16LE(type, at + 2)
    bytes.writeUInt32LE(1, at + 4)
    bytes.writeUInt32LE(value, at + 8)
  }
  return bytes
}
