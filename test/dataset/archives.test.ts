import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import iconv from 'iconv-lite'
import { describe, expect, it } from 'vitest'
import { unwatched, type Work } from '../../contract/index.ts'
import { publishStaged, stageArchives, usualLimits, type Limits } from '../../main/dataset/archives/index.ts'
import { compress, tarOf, zipOf, type TarEntry, type ZipEntry } from '../helpers/archives.ts'
import { hashTree, jpeg, picture, temporaryFolder } from '../helpers/photographs.ts'

const photo = await jpeg(24, 18, 1)
const other = await jpeg(24, 18, 2)
const photos = await Promise.all(Array.from({ length: 8 }, (_, index) => jpeg(24, 18, index + 10)))

/** A folder with these files in it, to unpack into `project` beside them. */
function archives(files: Record<string, Uint8Array>) {
  const folder = temporaryFolder()
  for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), bytes)
  const out = join(folder, 'project')
  const paths = Object.keys(files).map((name) => join(folder, name))
  return { folder, out, paths, before: hashTree(folder) }
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory() && !entry.name.startsWith('.thaw'))
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort()
}

async function unpack(files: Record<string, Uint8Array>, limits: Partial<Limits> = {}, work: Work = unwatched()) {
  const { folder, out, paths } = archives(files)
  const staged = await stageArchives({ archives: paths, out, limits: { ...usualLimits, ...limits }, work })
  const place = await publishStaged(staged, out)
  expect(readdirSync(folder).sort()).toEqual([...Object.keys(files), 'project'].sort())
  expect(readdirSync(out)).toEqual(['photographs'])
  const left = staged.unpacked.flatMap((archive) => archive.left)
  return {
    place,
    files: filesIn(place),
    left: Object.fromEntries(left.map(({ file, reason }) => [file, reason])),
    details: left.map(({ detail }) => detail),
    unpacked: staged.unpacked,
  }
}

const two = (below = ''): ZipEntry[] => [
  { name: `${below}cats/1.jpg`, content: photo },
  { name: `${below}dogs/2.jpg`, content: other },
]
const twoTar = two() as TarEntry[]

describe('an archive gives its pictures', () => {
  it.each<[string, () => Uint8Array]>([
    ['a.zip', () => zipOf(two())],
    ['stored.zip', () => zipOf(two().map((entry) => ({ ...entry, method: 0 })))],
    ['streamed.zip', () => zipOf(two().map((entry) => ({ ...entry, flags: 8 })))],
    ['a64.zip', () => zipOf(two(), { zip64: true })],
    ['a.tar', () => tarOf(twoTar)],
    ['a.tar.gz', () => gzipSync(tarOf(twoTar))],
    ['a.tgz.jpg', () => gzipSync(tarOf(twoTar))],
    ['a.tar.xz', () => compress('lzma', tarOf(twoTar))],
    ['a.tar.bz2', () => compress('bz2', tarOf(twoTar))],
  ])('%s', async (name, make) => {
    const { files, place, unpacked } = await unpack({ [name]: make() })
    expect(files).toEqual(['cats/1.jpg', 'dogs/2.jpg'])
    expect(readFileSync(join(place, 'cats/1.jpg')).equals(photo)).toBe(true)
    expect(unpacked[0]).toMatchObject({ name, unpacked: 2, left: [], renamed: [] })
  })

  it('and those of archives inside, each in a folder of its own: dogs against cats as Kaggle has it', async () => {
    const train = zipOf([
      { name: 'train/cat.0.jpg', content: photo },
      { name: 'train/dog.0.jpg', content: other },
    ])
    const test = zipOf([{ name: 'test1/1.jpg', content: photo }])
    const { files, left } = await unpack({
      'dogs-vs-cats.zip': zipOf([
        { name: 'train.zip', content: train, method: 0 },
        { name: 'test1.zip', content: test },
        { name: 'sampleSubmission.csv', content: 'id,label\n1,0\n' },
        { name: 'notes.docx', content: zipOf(two()) },
      ]),
    })
    expect(files).toEqual([
      'sampleSubmission.csv',
      'test1/test1/1.jpg',
      'train/train/cat.0.jpg',
      'train/train/dog.0.jpg',
    ])
    expect(left).toEqual({ 'notes.docx': 'not-an-image' })
  })

  it('several archives, each in a folder of its own', async () => {
    const { files } = await unpack({ 'one.zip': zipOf(two()), 'two.tar.gz': gzipSync(tarOf(twoTar)) })
    expect(files).toEqual(['one/cats/1.jpg', 'one/dogs/2.jpg', 'two/cats/1.jpg', 'two/dogs/2.jpg'])
  })

  it('by their content, whatever they are called; all else is listed with the reason', async () => {
    const { files, left } = await unpack({
      'a.zip': zipOf([
        { name: 'a/photo', content: photo },
        { name: 'a/photo.txt', content: await picture(9, 9, 3).png().toBuffer() },
        { name: 'a/text.jpg', content: 'no picture' },
        { name: 'a/empty.jpg' },
        { name: 'a/', mode: 0o40755 },
        { name: '__MACOSX/a/._photo', content: 'x' },
        { name: 'a/Thumbs.db', content: 'x' },
        { name: 'a/.hidden', content: photo },
        { name: '.thaw-archives.json', content: '{"version":1,"archives":[]}' },
      ]),
    })
    expect(files).toEqual(['a/photo', 'a/photo.txt'])
    expect(left).toEqual({ 'a/text.jpg': 'not-an-image', 'a/empty.jpg': 'empty-file' })
  })
})

describe('names in a zip', () => {
  it.each([
    ['cp949', 'CP949', ['고양이/사진 1.jpg', '강아지/바둑이.jpg']],
    ['shiftjis', 'Shift-JIS', ['ねこ/写真1.jpg', 'いぬ/表示テスト.jpg']],
    ['cp437', 'CP437', ['Vögel/Amsel süß.jpg', 'Café/crème brûlée.jpg']],
    ['utf8', 'UTF-8', ['고양이/ねこ.jpg', 'Vögel/😀.jpg']],
  ])('in %s are read as they were written', async (encoding, said, names) => {
    const { files, unpacked } = await unpack({
      'a.zip': zipOf(names.map((name) => ({ name: iconv.encode(name, encoding), content: photo }))),
    })
    expect(files).toEqual(names.toSorted())
    expect(unpacked[0]!.encodings).toEqual([said])
  })

  it('each archive in its own encoding, in a zip of zips', async () => {
    const inside = (name: string, encoding: string) => zipOf([{ name: iconv.encode(name, encoding), content: photo }])
    const { files } = await unpack({
      'a.zip': zipOf([
        { name: iconv.encode('훈련/고양이.zip', 'cp949'), content: inside('나비.jpg', 'cp949') },
        { name: iconv.encode('훈련/개.zip', 'cp949'), content: inside('わんこ.jpg', 'shiftjis') },
      ]),
    })
    expect(files).toEqual(['훈련/개/わんこ.jpg', '훈련/고양이/나비.jpg'])
  })

  it('by the UTF-8 flag and by Info-ZIP’s Unicode path', async () => {
    const { crc32 } = await import('node:zlib')
    const field = Buffer.concat([Buffer.alloc(9), Buffer.from('진짜.jpg')])
    field.writeUInt16LE(0x7075, 0)
    field.writeUInt16LE(field.length - 4, 2)
    field[4] = 1
    field.writeUInt32LE(crc32(Buffer.from('____.jpg')), 5)
    const { files } = await unpack({
      'a.zip': zipOf([
        { name: '가.jpg', flags: 0x800, content: photo },
        { name: '____.jpg', extra: field, content: photo },
      ]),
    })
    expect(files).toEqual(['가.jpg', '진짜.jpg'])
  })
})

describe('names in a tar', () => {
  const long = `${'아주 긴 이름 '.repeat(12)}나비.jpg`

  it.each([
    ['cp949', 'CP949', ['고양이/사진 1.jpg', '강아지/바둑이.jpg', `고양이/${long}`]],
    ['shiftjis', 'Shift-JIS', ['ねこ/写真1.jpg', 'いぬ/表示テスト.jpg']],
    ['cp437', 'CP437', ['Vögel/Amsel süß.jpg', 'Café/crème brûlée.jpg']],
    ['utf8', 'UTF-8', ['고양이/ねこ.jpg', 'Vögel/😀.jpg', `고양이/${long}`]],
  ])('in %s are read as they were written, all by what all of them tell', async (encoding, said, names) => {
    const tar = tarOf([
      { name: 'plain.jpg', content: photo },
      ...names.map((name) => ({ name: iconv.encode(name, encoding), content: photo })),
    ])
    for (const bytes of [tar, gzipSync(tar)]) {
      const { files, unpacked } = await unpack({ 'a.tar': bytes })
      expect(files).toEqual([...names, 'plain.jpg'].toSorted())
      expect(unpacked[0]!.encodings).toEqual([said])
    }
  })

  it('are guessed as well from what of it can be had', async () => {
    const tar = tarOf(['고양이/1.jpg', '강아지/2.jpg'].map((n) => ({ name: iconv.encode(n, 'cp949'), content: photo })))
    const { files } = await unpack({ 'a.tar': tar.subarray(0, tar.length - 1024 - 600) })
    expect(files).toContain('고양이/1.jpg')
  })

  it('are looked for again within the limits', async () => {
    const name = iconv.encode('고양이/1.jpg', 'cp949')
    const bomb = gzipSync(
      tarOf([
        { name, content: photo },
        { name: 'big.jpg', content: Buffer.alloc(4e6) },
      ]),
    )
    await expect(unpack({ 'a.tgz': bomb }, { bytes: 1e6 })).rejects.toMatchObject({ failure: { code: 'archive-bomb' } })
  })
})

describe('nothing is written outside of the folder', () => {
  const hostile = [
    '../up.jpg',
    'a/../../up.jpg',
    '..\\up.jpg',
    'a\\..\\..\\up.jpg',
    '..',
    '/absolute.jpg',
    'C:\\Windows\\system.jpg',
    '\\\\server\\share\\x.jpg',
    '//server/y.jpg',
    './././z.jpg',
    'CON.jpg',
    'a/nul',
    'aux.tar.jpg',
    'null\0byte.jpg',
    'line\nbreak.jpg',
    'trailing. ',
    '한'.repeat(120) + '.jpg',
    'deep/'.repeat(30) + 'x.jpg',
    'very/'.repeat(600) + 'x.jpg',
  ]

  it.each([
    ['zip', (names: string[]) => zipOf(names.map((name) => ({ name, flags: 0x800, content: photo })))],
    ['tar', (names: string[]) => tarOf(names.map((name) => ({ name, content: photo })))],
  ])('whatever the names in a %s say; and each is unpacked or listed', async (kind, make) => {
    const { files, left, unpacked } = await unpack({ [`a.${kind}`]: make(hostile) })
    expect(files.length + Object.keys(left).length).toBe(hostile.length)
    expect(unpacked[0]!.unpacked).toBe(files.length)
    expect(files).toEqual(expect.arrayContaining(['absolute.jpg', 'Windows/system.jpg', '_CON.jpg', 'a/_nul', 'z.jpg']))
    expect(Object.values(left).filter((reason) => reason === 'unsafe-name')).toHaveLength(6)
    for (const file of files) expect(Buffer.byteLength(file.split('/').at(-1)!)).toBeLessThanOrEqual(255)
  })

  it('through links', async () => {
    const zip = zipOf([
      { name: 'link', content: '/etc', mode: 0o120777 },
      { name: 'link/passwd.jpg', content: photo },
    ])
    expect((await unpack({ 'a.zip': zip })).left).toEqual({ link: 'link-outside' })
    const tar = tarOf([
      { name: 'link', type: '2', linkname: '../..' },
      { name: 'link/x.jpg', content: photo },
      { name: 'hard.jpg', type: '1', linkname: '/etc/passwd' },
      { name: 'device.jpg', type: '3' },
      { name: 'again.jpg', type: '1', linkname: 'link/x.jpg' },
    ])
    const { files, left } = await unpack({ 'a.tar': tar })
    expect(files).toEqual(['again.jpg', 'link (2)/x.jpg'].sort())
    expect(left).toEqual({ link: 'link-outside', 'hard.jpg': 'unreadable', 'device.jpg': 'unreadable' })
  })

  it('and names that differ by case or Unicode form alone keep apart, on every system', async () => {
    const names = ['a/x.jpg', 'a/X.jpg', 'A/x.JPG', 'é.jpg', 'é.jpg'.normalize('NFD'), 'a', 'a/x.jpg']
    const { files, unpacked } = await unpack({
      'a.zip': zipOf(names.map((name) => ({ name, flags: 0x800, content: photo }))),
    })
    expect(files).toHaveLength(names.length)
    expect(new Set(files.map((file) => file.normalize('NFC').toLowerCase())).size).toBe(names.length)
    expect(unpacked[0]!.renamed.map(([said]) => said)).toEqual(['a/X.jpg', 'A/x.JPG', names[4], 'a', 'a/x.jpg'])
  })
})

describe('a bomb stops at a limit', () => {
  const zeros = zipOf([{ name: 'big.jpg', content: Buffer.concat([photo, Buffer.alloc(4e6)]) }])
  const nested = (depth: number): Buffer =>
    depth === 0 ? zipOf(two()) : zipOf([{ name: 'in.zip', content: nested(depth - 1) }, ...two()])

  it.each<[string, () => Uint8Array, Partial<Limits>]>([
    ['bytes', () => zeros, { bytes: 1e6 }],
    ['ratio', () => zeros, { ratio: 2, bytes: 2e6 }],
    [
      'entries',
      () => zipOf(Array.from({ length: 30 }, (_, i) => ({ name: `${i}.jpg`, content: photo }))),
      { entries: 20 },
    ],
    ['bytes of a tar', () => gzipSync(tarOf([{ name: 'big.jpg', content: Buffer.alloc(4e6) }])), { bytes: 1e6 }],
    ['bytes of an xz', () => compress('lzma', Buffer.alloc(4e6)), { bytes: 1e6 }],
    ['bytes of a bzip2', () => compress('bz2', Buffer.alloc(4e6)), { bytes: 1e6 }],
  ])('%s, and leaves nothing', async (_, make, limits) => {
    const { out, paths } = archives({ 'a.zip': make() })
    const staging = stageArchives({ archives: paths, out, limits: { ...usualLimits, ...limits }, work: unwatched() })
    await expect(staging).rejects.toMatchObject({ failure: { code: 'archive-bomb' } })
    expect(readdirSync(out)).toEqual([])
  })

  it('by its depth, which leaves the rest', async () => {
    const { files, left } = await unpack({ 'a.zip': nested(6) }, { depth: 3 })
    expect(files).toHaveLength(6)
    expect(left).toEqual({ 'in/in/in.zip': 'too-large' })
  })

  it('by the size of one file, which leaves the rest', async () => {
    const { files, left } = await unpack(
      { 'a.zip': zipOf([...two(), { name: 'big.jpg', content: Buffer.concat([photo, Buffer.alloc(9e4)]) }]) },
      { file: 5e4 },
    )
    expect([files.length, left]).toEqual([2, { 'big.jpg': 'too-large' }])
  })
})

describe('a damaged archive gives its good part and the list of the rest', () => {
  const many = photos.map((content, index): ZipEntry => ({ name: `c/${index}.jpg`, content }))

  it('without its directory, cut short', async () => {
    const whole = zipOf(many)
    for (const zip of [
      whole.subarray(0, whole.length * 0.55),
      zipOf(many.map((entry) => ({ ...entry, flags: 8 }))).subarray(0, whole.length * 0.55),
    ]) {
      const { files, left } = await unpack({ 'a.zip': zip })
      expect(files.length).toBeGreaterThan(2)
      expect(left['a.zip']).toBe('truncated')
      expect(Object.keys(left).length).toBeGreaterThanOrEqual(1)
    }
  })

  it('with a wrong byte in the middle', async () => {
    const zip = zipOf(many)
    zip[zip.indexOf('c/3.jpg') + 60]! ^= 0x55
    const { files, left } = await unpack({ 'a.zip': zip })
    expect([files.length, left]).toEqual([7, { 'c/3.jpg': 'damaged' }])
  })

  it('as a tar that is cut short or has a wrong header', async () => {
    const tar = tarOf(many)
    const cut = await unpack({ 'a.tar': tar.subarray(0, tar.indexOf('c/3.jpg') + 700) })
    expect(cut.files).toHaveLength(3)
    expect(cut.left).toEqual({ 'c/3.jpg': 'truncated', 'a.tar': 'truncated' })
    const gz = gzipSync(tar)
    const cutGz = await unpack({ 'a.tgz': gz.subarray(0, gz.length * 0.6) })
    expect(cutGz.files.length).toBeGreaterThan(0)
    const wrong = Buffer.from(tar)
    wrong[wrong.indexOf('c/3.jpg')]! ^= 1
    const { files, left } = await unpack({ 'a.tar': wrong })
    expect([files.length, left]).toEqual([7, { 'a.tar': 'truncated' }])
  })

  it('inside another', async () => {
    const inner = zipOf(many)
    inner[inner.indexOf('c/3.jpg') + 60]! ^= 0x55
    const { files, left } = await unpack({ 'a.zip': zipOf([{ name: 'in.zip', content: inner }, ...two()]) })
    expect([files.length, left]).toEqual([9, { 'in/c/3.jpg': 'damaged' }])
  })

  it('with a password says so', async () => {
    const locked = many.map((entry) => ({ ...entry, flags: 1 }))
    const { out, paths } = archives({ 'a.zip': zipOf(locked) })
    const all = stageArchives({ archives: paths, out, work: unwatched() })
    await expect(all).rejects.toMatchObject({ failure: { code: 'archive-encrypted' } })
    const { files, left } = await unpack({ 'a.zip': zipOf([...two(), ...locked.slice(0, 2)]) })
    expect([files.length, left]).toEqual([2, { 'c/0.jpg': 'encrypted', 'c/1.jpg': 'encrypted' }])
  })

  it.each([
    ['7z', Buffer.from('377abcaf271c0004', 'hex')],
    ['zip', Buffer.from('no zip at all, though it is called so')],
    ['gz', gzipSync(photo)],
  ])('and what is none, such as a %s, is refused', async (ending, bytes) => {
    const { out, paths } = archives({ [`a.${ending}`]: bytes })
    const none = stageArchives({ archives: paths, out, work: unwatched() })
    await expect(none).rejects.toMatchObject({
      failure: { code: expect.stringMatching(/^archive-/), file: expect.any(String), remedy: expect.any(String) },
    })
  })
})

describe('an interrupted import', () => {
  const entries = Array.from({ length: 20 }, (_, index): ZipEntry => ({ name: `c/${index}.jpg`, content: photo }))

  it('shows nothing, says how far it was, and goes on without writing again what is there', async () => {
    const { out, paths } = archives({ 'a.zip': zipOf([{ name: 'in.zip', content: zipOf(entries) }, ...two()]) })
    const controller = new AbortController()
    let seen = 0
    const work: Work = {
      ...unwatched(),
      signal: controller.signal,
      progress: (step, done, total) => {
        expect([step, done <= total]).toEqual(['unpack', true])
        if (++seen === 10) controller.abort()
      },
    }
    await expect(stageArchives({ archives: paths, out, work })).rejects.toThrow('abort')
    expect(readdirSync(out)).toEqual(['.unpacking'])
    const first = join(out, '.unpacking/files/in/c/0.jpg')
    writeFileSync(first, Buffer.alloc(photo.length))
    const staged = await stageArchives({ archives: paths, out, work: unwatched() })
    expect(existsSync(join(out, 'photographs'))).toBe(false)
    const place = await publishStaged(staged, out)
    expect(filesIn(place)).toHaveLength(22)
    expect(readFileSync(join(place, 'in/c/0.jpg')).equals(Buffer.alloc(photo.length))).toBe(true)
    const again = await stageArchives({ archives: paths, out, work: unwatched() })
    expect(again).toEqual({ ...staged, folder: place })
  })

  it('of another archive, or of one that has changed, is no beginning', async () => {
    const { out, paths } = archives({ 'a.zip': zipOf(two()) })
    const staged = await stageArchives({ archives: paths, out, work: unwatched() })
    await publishStaged(staged, out)
    writeFileSync(paths[0]!, zipOf(entries))
    const changed = stageArchives({ archives: paths, out, work: unwatched() })
    await expect(changed).rejects.toMatchObject({ failure: { code: 'photographs-there' } })
  })
})
