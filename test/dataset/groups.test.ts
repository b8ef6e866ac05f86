import { rmSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { unwatched, type Dataset, type Grouping } from '../../contract/index.ts'
import { importDataset, keepImported, readDataset, readLooks } from '../../main/dataset/index.ts'
import { temporaryFolder, writePhotographs, writeTree } from '../helpers/photographs.ts'
import { scene } from '../helpers/scenes.ts'

const splitOf = ({ photographs }: Dataset, file: string) => photographs.find((one) => one.file === file)?.split
const numbered = (index: number) => String(index).padStart(3, '0')

/** Classes of scenes, each with some of its twins. */
async function writeScenes(folder: string, count: number, twinEvery: number): Promise<[string, string][]> {
  const twins: [string, string][] = []
  for (const [at, name] of ['cats', 'dogs'].entries()) {
    for (let index = 0; index < count; index++) {
      const jpeg = await (await scene(240, 160, 1000 * at + index)).jpeg({ quality: 92 }).toBuffer()
      writeTree(folder, { [`${name}/${numbered(index)}.jpg`]: jpeg })
      if (index % twinEvery) continue
      const ways = [
        sharp(jpeg).resize(120),
        sharp(jpeg).jpeg({ quality: 60 }),
        sharp(jpeg).flop(),
        sharp(jpeg).extract({ left: 12, top: 8, width: 228, height: 152 }),
      ]
      const way = ways[(index / twinEvery) % ways.length]!
      writeTree(folder, { [`${name}/twin ${numbered(index)}.jpg`]: await way.jpeg().toBuffer() })
      twins.push([`${name}/${numbered(index)}.jpg`, `${name}/twin ${numbered(index)}.jpg`])
    }
  }
  return twins
}

async function importing(folder: string, more: Partial<Parameters<typeof importDataset>[0]> = {}) {
  const recordIn = join(folder, '..', 'project')
  const looks = await readLooks(recordIn)
  const dataset = await importDataset({ folder, recordIn, seed: 3, looks, work: unwatched(), ...more })
  return keepImported(recordIn, dataset, looks)
}

describe('photographs that are drawn into splits', () => {
  it('have their smaller, recompressed, mirrored and cropped twins on the same side', async () => {
    const folder = join(temporaryFolder(), 'photographs')
    const twins = await writeScenes(folder, 24, 2)
    const dataset = await importing(folder)
    for (const [one, other] of twins) expect(splitOf(dataset, one), one).toBe(splitOf(dataset, other))

    const none = { near: false, seconds: 0, prefix: '' }
    const apart = await importing(folder, { previous: dataset, grouping: none })
    expect(apart.photographs, 'what is recorded stays').toEqual(dataset.photographs)
    const torn = await importing(folder, { previous: apart, grouping: none, redraw: true })
    expect(twins.some(([one, other]) => splitOf(torn, one) !== splitOf(torn, other))).toBe(true)
    const back = await importing(folder, {
      previous: torn,
      grouping: { ...none, near: true, seconds: 2 },
      redraw: true,
    })
    expect(back.photographs, 'drawn anew, by the same seed').toEqual(dataset.photographs)
  })

  it('stay where they are when others come, and a twin that comes later joins its photograph', async () => {
    const folder = join(temporaryFolder(), 'photographs')
    await writeScenes(folder, 16, 100)
    const before = await importing(folder)
    const twins: [string, string][] = []
    for (let index = 0; index < 16; index++) {
      const jpeg = await (await scene(240, 160, index)).resize(180).jpeg({ quality: 70 }).toBuffer()
      writeTree(folder, { [`cats/later ${numbered(index)}.jpg`]: jpeg })
      twins.push([`cats/${numbered(index)}.jpg`, `cats/later ${numbered(index)}.jpg`])
    }
    const record = join(folder, '..', 'project')
    const after = await importing(folder, { previous: await readDataset(record), seed: 99 })
    for (const { file, split } of before.photographs) expect(splitOf(after, file), file).toBe(split)
    for (const [one, other] of twins) expect(splitOf(after, other), other).toBe(splitOf(after, one))
  })

  it('keep bursts of one camera and files of one prefix together, when that is asked for', async () => {
    const folder = join(temporaryFolder(), 'photographs')
    for (const [at, name] of ['cats', 'dogs'].entries()) {
      for (let index = 0; index < 24; index++) {
        // Three pictures a second apart, then a minute's pause; and two views of each thing.
        const time = `2024:05:01 10:${numbered(Math.floor(index / 3)).slice(1)}:0${index % 3}`
        const IFD2 = { DateTimeOriginal: time }
        const picture = (await scene(60, 40, 5000 + 100 * at + index)).jpeg()
        const jpeg = await picture.withExif({ IFD0: { Make: 'Thaw', Model: name }, IFD2 }).toBuffer()
        writeTree(folder, { [`${name}/thing${Math.floor(index / 2)}_view${index % 2}.jpg`]: jpeg })
      }
    }
    const fileOf = (name: string, index: number) => `${name}/thing${Math.floor(index / 2)}_view${index % 2}.jpg`
    const groupsKept = async (grouping: Grouping, size: number): Promise<boolean> => {
      rmSync(join(folder, '..', 'project'), { recursive: true, force: true })
      const dataset = await importing(folder, { grouping })
      expect(dataset.grouping).toEqual(grouping)
      return ['cats', 'dogs'].every((name) =>
        [...Array(24).keys()].every((index) => {
          const first = fileOf(name, index - (index % size))
          return splitOf(dataset, fileOf(name, index)) === splitOf(dataset, first)
        }),
      )
    }
    expect(await groupsKept({ near: false, seconds: 2, prefix: '' }, 3)).toBe(true)
    expect(await groupsKept({ near: false, seconds: 0, prefix: '_' }, 2)).toBe(true)
    expect(await groupsKept({ near: false, seconds: 0, prefix: '' }, 3)).toBe(false)
  })

  it('are counted exactly, and a group that does not fit gives what does', async () => {
    const folder = join(temporaryFolder(), 'photographs')
    await writeScenes(folder, 20, 1)
    const dataset = await importing(folder, { perClass: [11, 5, 3] })
    for (const name of dataset.classes) {
      const of = (split: string) => dataset.photographs.filter((p) => p.class === name && p.split === split).length
      expect([of('train'), of('validation'), of('test')]).toEqual([11, 5, 3])
    }
    expect(dataset.leftOut).toHaveLength(2 * (40 - 19))
  })
})

describe('a folder that gives its test', () => {
  it('but no validation has it drawn from train; the test is not touched', async () => {
    const folder = join(temporaryFolder(), 'photographs')
    await writePhotographs(folder, { 'train/cats': 30, 'train/dogs': 30, 'test/cats': 7, 'test/dogs': 7 })
    const dataset = await importing(folder)
    const count = (split: string) => dataset.photographs.filter((one) => one.split === split).length
    expect([count('train'), count('validation'), count('test')]).toEqual([40, 20, 14])
    expect(dataset).toMatchObject({ splitting: 'given', validationDrawn: true })
    for (const { file, split } of dataset.photographs) expect(split === 'test').toBe(file.startsWith('test/'))

    await writePhotographs(folder, { 'train/cats/more': 6, 'test/cats/more': 2 })
    const later = await importing(folder, { previous: dataset })
    for (const { file, split } of dataset.photographs) expect(splitOf(later, file), file).toBe(split)
    expect(later.photographs).toHaveLength(82)
  })
})
