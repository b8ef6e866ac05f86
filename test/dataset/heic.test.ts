import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { unwatched, type Dataset } from '../../contract/index.ts'
import { currentPixelRule, decodeBytes, importDataset, readLooks, writeSplits } from '../../main/dataset/index.ts'
import { heic, heicSide } from '../helpers/heic.ts'
import { temporaryFolder, withProfile, writePhotographs, writeTree } from '../helpers/photographs.ts'

const rule = { ...currentPixelRule, size: heicSide, fit: 'stretch' } as const
const [red, green, blue, grey] = [
  [200, 60, 60],
  [60, 180, 60],
  [60, 60, 200],
  [230, 230, 230],
] as const

/** The colours in the middle of the four quarters, left to right, top to bottom. */
async function quarters(bytes: Buffer): Promise<number[][]> {
  const pixels = await decodeBytes(bytes, rule)
  return [16, 48].flatMap((y) => [16, 48].map((x) => [...pixels.subarray((y * heicSide + x) * 3).subarray(0, 3)]))
}

async function expectQuarters(bytes: Buffer, wanted: readonly (readonly number[])[]): Promise<void> {
  const found = await quarters(bytes)
  // What x265 lost at quality 60.
  found.forEach((colour, at) => colour.forEach((value, c) => expect(Math.abs(value - wanted[at]![c]!)).toBeLessThan(3)))
}

/** As a camera that was held upright writes it, on a day in 2024. */
async function exifOf(orientation: number): Promise<Buffer> {
  const written = sharp({ create: { width: 8, height: 8, channels: 3, background: '#fff' } }).withExif({
    IFD0: { Make: 'Maker', Model: 'One', Orientation: String(orientation) },
    IFD2: { DateTimeOriginal: '2024:05:06 07:08:09' },
  })
  return (await sharp(await written.jpeg().toBuffer()).metadata()).exif!
}

async function importWith(files: Record<string, Buffer>): Promise<Dataset & { dir: string }> {
  const folder = join(temporaryFolder(), 'photos')
  mkdirSync(folder)
  await writePhotographs(folder, { cats: 3, dogs: 3 })
  writeTree(folder, files)
  const dir = join(folder, '..', 'project')
  const looks = await readLooks(dir)
  return { ...(await importDataset({ folder, recordIn: dir, seed: 1, looks, work: unwatched() })), dir }
}

describe('the pixels of a HEIC', () => {
  it('are those of its picture', () => expectQuarters(heic(), [red, green, blue, grey]))

  it('are turned once, by the file’s own property, whatever EXIF says too', async () => {
    const turned = [green, grey, red, blue]
    await expectQuarters(heic({ turns: 1 }), turned)
    await expectQuarters(heic({ turns: 1, exif: await exifOf(8) }), turned)
    await expectQuarters(heic({ turns: 2 }), [grey, blue, green, red])
    await expectQuarters(heic({ mirror: 1 }), [green, red, grey, blue])
    await expectQuarters(heic({ exif: await exifOf(6) }), [red, green, blue, grey])
  })

  it('are in the colours that its profile means', async () => {
    const { icc } = await sharp(await sharp(Buffer.from(svg)).withIccProfile('p3').png().toBuffer()).metadata()
    const plain = await decodeBytes(heic(), rule)
    const raw = sharp(plain, { raw: { width: heicSide, height: heicSide, channels: 3 } })
    const twin = withProfile(await raw.png().toBuffer(), icc!)
    expect(await quarters(heic({ profile: icc }))).toEqual(await quarters(twin))
    expect(await quarters(heic({ profile: icc }))).not.toEqual(await quarters(heic()))
  })

  it('are not made room for where it claims too many', async () => {
    const before = process.memoryUsage().rss
    await expect(decodeBytes(heic({ claims: [30_000, 30_000] }), rule)).rejects.toThrow('30000×30000')
    expect(process.memoryUsage().rss - before).toBeLessThan(200e6)
  })

  it('come in any number at once', async () => {
    const many = await Promise.all(Array.from({ length: 12 }, (_, index) => quarters(heic({ turns: index % 4 }))))
    expect(many[5]).toEqual(many[1])
    expect(many[4]).toEqual(many[0])
    expect(many[0]).not.toEqual(many[1])
  })
})

const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><rect width="8" height="8" fill="red"/></svg>`

describe('an import', () => {
  it('takes HEIC by its content, whatever its name and first brand', async () => {
    const { photographs, quarantined } = await importWith({
      'cats/phone.HEIC': heic({ turns: 1 }),
      'dogs/renamed.jpg': heic({ brand: 'heix', mirror: 1 }),
      'dogs/general.heif': heic({ brand: 'mif1', turns: 2 }),
    })
    expect(quarantined).toEqual([])
    const found = photographs.filter(({ width }) => width === heicSide).map(({ file }) => file)
    expect(found).toEqual(['cats/phone.HEIC', 'dogs/general.heif', 'dogs/renamed.jpg'])
  })

  it('sets aside what is cut short, damaged or claims too much, and says what to do', async () => {
    const { quarantined } = await importWith({
      'cats/bomb.heic': heic({ claims: [30_000, 30_000] }),
      'cats/cut.heic': heic().subarray(0, -20),
      'cats/empty.heic': heic({ data: Buffer.alloc(0) }),
      'cats/noise.heic': heic({ data: Buffer.from('0000000a28010203040506070809', 'hex') }),
    })
    expect(Object.fromEntries(quarantined.map(({ file, reason }) => [file, reason]))).toEqual({
      'cats/bomb.heic': 'too-large',
      'cats/cut.heic': 'truncated',
      'cats/empty.heic': 'damaged',
      'cats/noise.heic': 'damaged',
    })
    expect(quarantined.at(-1)!.detail).toContain('as JPEG')
  })

  it('writes it for Keras as PNG, upright', async () => {
    const { dir, ...dataset } = await importWith({ 'cats/phone.heic': heic({ turns: 1 }) })
    const out = join(dir, '..', 'written')
    expect(await writeSplits({ dataset, dir, out, as: 'links', work: unwatched() })).toMatchObject({ converted: 1 })
    const { split } = dataset.photographs.find(({ file }) => file === 'cats/phone.heic')!
    const written = await sharp(join(out, split, 'cats', 'phone.png'))
      .removeAlpha()
      .raw()
      .toBuffer()
    expect([...written.subarray(0, 3)].map((value) => Math.round(value / 10))).toEqual([6, 18, 6])
  })
})
