import { join } from 'node:path'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { unwatched, type Finding } from '../../contract/index.ts'
import {
  editDataset,
  importDataset,
  keepImported,
  quickChecks,
  readChecked,
  readLooks,
  reportOn,
  writeChecked,
} from '../../main/dataset/index.ts'
import { colourDistance, type Look } from '../../main/dataset/looks/look.ts'
import { lookOf, nearColours, nearPairs } from '../../main/dataset/looks/index.ts'
import { newUnion } from '../../main/dataset/split/index.ts'
import { temporaryFolder, writeTree } from '../helpers/photographs.ts'
import { scene } from '../helpers/scenes.ts'

const work = unwatched()

/** Two classes of 30 scenes each, 240×160, divided by folders, with what `more` adds. */
async function checked(more: Record<string, Uint8Array> = {}) {
  const home = temporaryFolder()
  const folder = join(home, 'photographs')
  for (const [at, name] of ['cats', 'dogs'].entries()) {
    for (let index = 0; index < 30; index++) {
      const split = index < 22 ? 'train' : index < 26 ? 'validation' : 'test'
      const jpeg = await (await scene(240, 160, 1000 * at + index)).jpeg({ quality: 90 }).toBuffer()
      writeTree(folder, { [`${split}/${name}/${index}.jpg`]: jpeg })
    }
  }
  writeTree(folder, more)
  const dir = join(home, 'project')
  const looks = await readLooks(dir)
  const dataset = await keepImported(dir, await importDataset({ folder, recordIn: dir, seed: 0, looks, work }), looks)
  await writeChecked(dir, await quickChecks(dataset, looks, null, work))
  const found = await readChecked(dir)
  return { dir, dataset, found, report: reportOn(dataset, found) }
}

const picture = async (seed: number) => (await scene(240, 160, seed)).jpeg({ quality: 90 }).toBuffer()
const one = (findings: readonly Finding[], kind: string): Finding => {
  const found = findings.filter((finding) => finding.kind === kind)
  expect(found, kind).toHaveLength(1)
  return found[0]!
}

describe('the search for near-duplicates', () => {
  it('passes over no pair by its colours alone', async () => {
    const looks: Look[] = []
    const look = async (bytes: Buffer) =>
      looks.push(lookOf(await sharp(bytes).resize(64, 64, { fit: 'fill' }).raw().toBuffer()))
    for (let seed = 0; seed < 60; seed++) {
      const jpeg = await picture(seed)
      await look(jpeg)
      if (seed % 3 === 0)
        await look(
          await sharp(jpeg)
            .flop()
            .linear(1, seed - 30)
            .jpeg()
            .toBuffer(),
        )
    }
    const all = { enough: Infinity }
    const every = await nearPairs(looks, work, { ...all, colours: 255 })
    const near = every.filter(({ first, second }) => colourDistance(looks[first]!, looks[second]!) <= nearColours)
    expect(await nearPairs(looks, work, all)).toEqual(near)
    expect(near.length).toBeGreaterThan(10)
    expect(every.length).toBeGreaterThan(near.length)
  })

  it('tells a few pairs of each where hundreds look alike, and groups them as all pairs would', async () => {
    const looks: Look[] = []
    for (const seed of [1, 2, 3]) {
      const pixels = await sharp(await picture(seed))
        .resize(64, 64, { fit: 'fill' })
        .raw()
        .toBuffer()
      // As the pictures of a film: each a little brighter than the one before.
      for (let i = 0; i < 100; i++) looks.push(lookOf(pixels.map((value) => Math.min(255, value + Math.floor(i / 10)))))
    }
    const groupsOf = async (enough?: number) => {
      const union = newUnion()
      const pairs = await nearPairs(looks, work, { enough })
      for (const { first, second } of pairs) union.join(String(first), String(second))
      return { pairs: pairs.length, groups: union.groups() }
    }
    const [few, all] = [await groupsOf(), await groupsOf(Infinity)]
    expect(few.groups).toEqual(all.groups)
    expect(all.pairs).toBeGreaterThan(10_000)
    expect(few.pairs).toBeLessThan(10 * looks.length)
  })
})

describe('checks of the photographs', () => {
  it('find nothing in a sound data set', async () => {
    expect((await checked()).report.findings).toEqual([])
  })

  it('find near-duplicates on both sides, in two classes and beside each other, and say by which threshold', async () => {
    const [a, b, c] = await Promise.all([picture(3), picture(1004), picture(5)])
    const { report, dir, found } = await checked({
      'test/cats/smaller.jpg': await sharp(a).resize(120).jpeg().toBuffer(),
      'train/cats/mirrored.jpg': await sharp(b).flop().jpeg({ quality: 60 }).toBuffer(),
      'train/cats/cropped.jpg': await sharp(c).extract({ left: 0, top: 0, width: 228, height: 152 }).jpeg().toBuffer(),
    })
    const leak = one(report.findings, 'near-leak')
    expect(leak).toMatchObject({ severity: 'error', evidence: expect.stringContaining('6 of 63 bits') as string })
    expect(leak.files).toEqual(['test/cats/smaller.jpg', 'train/cats/3.jpg'])
    // What is judged by stays as it was given.
    expect(leak.remedies[0]?.edits).toEqual([{ kind: 'leave-out', photographs: ['train/cats/3.jpg'] }])
    expect(one(report.findings, 'near-two-labels').files).toEqual(['train/cats/mirrored.jpg', 'train/dogs/4.jpg'])
    const copies = one(report.findings, 'near-duplicates')
    expect(copies.cases.map(({ files }) => files)).toEqual([
      ['train/cats/5.jpg', 'train/cats/cropped.jpg'],
      ['train/cats/mirrored.jpg', 'train/dogs/4.jpg'],
    ])
    expect(report.findings.map(({ kind }) => kind)).toEqual(['near-leak', 'near-two-labels', 'near-duplicates'])

    const remedied = await editDataset(dir, 'do', leak.remedies[0]!.edits)
    expect(reportOn(remedied, found).findings.map(({ kind }) => kind)).toEqual(['near-two-labels', 'near-duplicates'])
    const undone = await editDataset(dir, 'undo', [])
    expect(reportOn(undone, found).findings).toEqual(report.findings)
  })

  it('find blank, very dark and oddly shaped pictures', async () => {
    const plain = (r: number) =>
      sharp({ create: { width: 90, height: 60, channels: 3, background: { r, g: r, b: r } } })
    const night = (await scene(120, 90, 77)).linear(0.13, 0)
    const { report } = await checked({
      'train/cats/white.png': await plain(250).png().toBuffer(),
      'train/cats/grey.png': await plain(90).png().toBuffer(),
      'train/dogs/night.png': await night.png().toBuffer(),
      'train/dogs/strip.jpg': await (await scene(300, 60, 78)).jpeg().toBuffer(),
      'train/dogs/tiny.jpg': await (await scene(40, 24, 79)).jpeg().toBuffer(),
    })
    expect(one(report.findings, 'blank').files).toEqual(['train/cats/grey.png', 'train/cats/white.png'])
    expect(one(report.findings, 'dark').files).toEqual(['train/dogs/night.png'])
    const odd = one(report.findings, 'odd-size')
    expect(odd.cases.map(({ files, facts }) => [files[0], facts])).toEqual([
      ['train/dogs/strip.jpg', { width: 300, height: 60 }],
      ['train/dogs/tiny.jpg', { width: 40, height: 24 }],
    ])
    expect(report.findings).toHaveLength(3)
  })

  it('find classes that differ by format or size alone', async () => {
    const home = temporaryFolder()
    const folder = join(home, 'photographs')
    for (let index = 0; index < 24; index++) {
      writeTree(folder, {
        [`cats/${index}.png`]: await (await scene(120, 80, index)).png().toBuffer(),
        [`dogs/${index}.jpg`]: await (await scene(240, 160, 100 + index)).jpeg().toBuffer(),
        [`fish/${index}.jpg`]: await (await scene(120, 80, 200 + index)).jpeg().toBuffer(),
      })
    }
    const dir = join(home, 'project')
    const looks = await readLooks(dir)
    const dataset = await importDataset({ folder, recordIn: dir, seed: 0, looks, work })
    const { findings } = reportOn(dataset, await quickChecks(dataset, looks, null, work))
    expect(one(findings, 'class-format').facts).toMatchObject({ class: 'cats', value: 'PNG', inside: 1, outside: 0 })
    expect(one(findings, 'class-size').facts).toMatchObject({ class: 'dogs', inside: 1, outside: 0 })
  })

  it('are not shown again once a person has accepted them, one case or all of it', async () => {
    const [a, b] = await Promise.all([picture(3), picture(4)])
    const { dir, found, report } = await checked({
      'train/cats/a.jpg': await sharp(a).resize(120).jpeg().toBuffer(),
      'train/cats/b.jpg': await sharp(b).resize(120).jpeg().toBuffer(),
    })
    const copies = one(report.findings, 'near-duplicates')
    const acceptOf = (remedies: Finding['remedies']) => remedies.find(({ kind }) => kind === 'accept')!.edits
    const less = reportOn(await editDataset(dir, 'do', acceptOf(copies.cases[0]!.remedies)), found)
    expect(one(less.findings, 'near-duplicates').files).toEqual(copies.cases[1]!.files)
    await editDataset(dir, 'undo', [])
    const none = reportOn(await editDataset(dir, 'do', acceptOf(copies.remedies)), found)
    expect(none.findings).toEqual([])
  })

  it('keep one photograph of each group of copies, whichever remedy', async () => {
    const copy = await picture(3)
    const { dir, report } = await checked({
      'train/cats/x.jpg': copy,
      'train/cats/y.jpg': copy,
      'test/cats/z.jpg': copy,
    })
    expect(report.leaks).toEqual([['test/cats/z.jpg', 'train/cats/3.jpg', 'train/cats/x.jpg', 'train/cats/y.jpg']])
    const leak = one(report.findings, 'leak')
    const after = await editDataset(dir, 'do', leak.remedies[0]!.edits)
    expect(reportOn(after).duplicates).toEqual([])
    expect(after.photographs.some(({ file }) => file === 'test/cats/z.jpg')).toBe(true)
    expect(after.leftOut).toHaveLength(3)
  })
})
