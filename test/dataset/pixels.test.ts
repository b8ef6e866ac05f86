import { join } from 'node:path'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import type { PixelRule } from '../../contract/index.ts'
import { currentPixelRule, decodeBytes, decodePhotograph } from '../../main/dataset/index.ts'
import { jpeg, picture, rgb, temporaryFolder, withProfile, writeTree } from '../helpers/photographs.ts'

const rule = (size: number, fit: PixelRule['fit'] = 'stretch'): PixelRule => ({ ...currentPixelRule, size, fit })
const raw = (size: number) => ({ raw: { width: size, height: size, channels: 3 as const } })

function greatestDifference(a: Uint8Array, b: Uint8Array): number {
  expect(a.length).toBe(b.length)
  return a.reduce((most, value, at) => Math.max(most, Math.abs(value - (b[at] ?? 0))), 0)
}

/** One pixel of a square RGB picture. */
function pixel(pixels: Uint8Array, size: number, x: number, y: number): number[] {
  return [...pixels.subarray((y * size + x) * 3, (y * size + x) * 3 + 3)]
}

describe('a picture that already has the size', () => {
  const pixels = rgb(64, 64)
  it.each(['png', 'tiff', 'webp'] as const)(
    'keeps its pixels exactly as lossless %s, with every fit',
    async (format) => {
      const options = format === 'tiff' ? { compression: 'lzw' as const } : { lossless: true }
      const bytes = await picture(64, 64).toFormat(format, options).toBuffer()
      for (const fit of ['stretch', 'crop', 'pad'] as const)
        expect(await decodeBytes(bytes, rule(64, fit))).toEqual(Buffer.from(pixels))
    },
  )

  it('keeps its pixels exactly as a GIF of few colours', async () => {
    const few = rgb(64, 64).map((value) => (value >> 7) * 255)
    const bytes = await sharp(few, raw(64)).gif({ colours: 16, dither: 0 }).toBuffer()
    expect(await decodeBytes(bytes, rule(64))).toEqual(Buffer.from(few))
  })

  it('is the same from 16 bits as from 8, with a colour profile and without', async () => {
    const eight = await picture(64, 64).png().toBuffer()
    const sixteen = await sharp(eight).toColourspace('rgb16').png().toBuffer()
    expect((await sharp(sixteen).metadata()).depth).toBe('ushort')
    expect(await decodeBytes(sixteen, rule(64))).toEqual(Buffer.from(pixels))
    const { icc } = await sharp(await sharp(eight).withIccProfile('p3').png().toBuffer()).metadata()
    expect(icc).toBeDefined()
    const wide = await decodeBytes(withProfile(eight, icc!), rule(64))
    expect(greatestDifference(wide, pixels)).toBeGreaterThan(20)
    expect(await decodeBytes(withProfile(sixteen, icc!), rule(64))).toEqual(wide)
  })
})

describe('colour', () => {
  it('of a picture in Display P3 comes out in sRGB', async () => {
    const wide = await picture(64, 64).withIccProfile('p3').png().toBuffer()
    expect(greatestDifference(await decodeBytes(wide, rule(64)), rgb(64, 64))).toBeLessThanOrEqual(2)
  })

  it('of a CMYK JPEG and TIFF comes out in RGB, not inverted', async () => {
    const red = sharp({ create: { width: 48, height: 48, channels: 3, background: '#c82828' } })
    const cmyk = red.toColourspace('cmyk').withIccProfile('cmyk')
    for (const bytes of [await cmyk.clone().jpeg({ quality: 95 }).toBuffer(), await cmyk.clone().tiff().toBuffer()]) {
      expect((await sharp(bytes).metadata()).space).toBe('cmyk')
      const [r = 0, g = 0, b = 0] = pixel(await decodeBytes(bytes, rule(48)), 48, 20, 20)
      expect(Math.abs(r - 200)).toBeLessThan(12)
      expect(Math.max(g, b)).toBeLessThan(70)
    }
  })

  it('of a grey picture is three equal channels, from 1, 8 and 16 bits', async () => {
    const grey = await picture(64, 64).greyscale().raw().toBuffer()
    const spread = Buffer.from([...grey].flatMap((value) => [value, value, value]))
    const source = sharp(grey, { raw: { width: 64, height: 64, channels: 1 } })
    expect(await decodeBytes(await source.clone().png().toBuffer(), rule(64))).toEqual(spread)
    const deep = await source.clone().toColourspace('grey16').png().toBuffer()
    expect((await sharp(deep).metadata()).depth).toBe('ushort')
    expect(await decodeBytes(deep, rule(64))).toEqual(spread)
    const bit = await source.clone().threshold(100).png({ palette: true, colours: 2 }).toBuffer()
    expect(new Set(await decodeBytes(bit, rule(64)))).toEqual(new Set([0, 255]))
  })

  it('of what is transparent is white, and half transparent half white', async () => {
    const rgba = Buffer.from([...Array(48 * 48).keys()].flatMap((at) => [0, 0, 0, at % 48 < 24 ? 0 : 128]))
    const source = sharp(rgba, { raw: { width: 48, height: 48, channels: 4 } })
    for (const bytes of [
      await source.clone().png().toBuffer(),
      await source.clone().webp({ lossless: true }).toBuffer(),
    ]) {
      const pixels = await decodeBytes(bytes, rule(48))
      expect(pixel(pixels, 48, 5, 5)).toEqual([255, 255, 255])
      expect(pixel(pixels, 48, 40, 5)).toEqual([127, 127, 127])
    }
  })

  it('of an animated GIF and WebP is that of the first frame', async () => {
    const frames = Buffer.concat([Buffer.alloc(40 * 40 * 3, 10), Buffer.alloc(40 * 40 * 3, 200)])
    const film = sharp(frames, { raw: { width: 40, height: 80, channels: 3, pageHeight: 40 } })
    for (const bytes of [await film.clone().gif().toBuffer(), await film.clone().webp({ lossless: true }).toBuffer()]) {
      expect((await sharp(bytes).metadata()).pages).toBe(2)
      expect(new Set(await decodeBytes(bytes, rule(40)))).toEqual(new Set([10]))
    }
  })
})

describe('orientation', () => {
  // From the EXIF standard: row and column of the shown picture, 64 × 64, whose pixel is stored in row r, column c.
  const last = 63
  const shownAt: Record<number, (r: number, c: number) => [row: number, column: number]> = {
    1: (r, c) => [r, c],
    2: (r, c) => [r, last - c],
    3: (r, c) => [last - r, last - c],
    4: (r, c) => [last - r, c],
    5: (r, c) => [c, r],
    6: (r, c) => [c, last - r],
    7: (r, c) => [last - c, last - r],
    8: (r, c) => [last - c, r],
  }

  it.each(Object.keys(shownAt).map(Number))('EXIF %i is applied', async (orientation) => {
    const upright = rgb(64, 64)
    const stored = Buffer.alloc(upright.length)
    for (let r = 0; r < 64; r++) {
      for (let c = 0; c < 64; c++) {
        const [row, column] = shownAt[orientation]!(r, c)
        stored.set(pixel(upright, 64, column, row), (r * 64 + c) * 3)
      }
    }
    const bytes = await sharp(stored, raw(64)).withMetadata({ orientation }).png().toBuffer()
    expect((await sharp(bytes).metadata()).orientation).toBe(orientation)
    expect(greatestDifference(await decodeBytes(bytes, rule(64)), upright)).toBe(0)
  })

  it('counts before the picture is cropped', async () => {
    const upright = await picture(128, 64).png().toBuffer()
    const turned = await sharp(upright).rotate(270).withMetadata({ orientation: 6 }).png().toBuffer()
    const [a, b] = [await decodeBytes(upright, rule(64, 'crop')), await decodeBytes(turned, rule(64, 'crop'))]
    expect(greatestDifference(a, b)).toBe(0)
  })

  it('counts for a 16-bit picture with a colour profile', async () => {
    const sixteen = await picture(64, 64)
      .rotate(180)
      .toColourspace('rgb16')
      .withMetadata({ orientation: 3 })
      .png()
      .toBuffer()
    const { icc } = await sharp(await picture(8, 8).withIccProfile('srgb').png().toBuffer()).metadata()
    const { icc: own } = await sharp(sixteen).metadata()
    const bytes = own ? sixteen : withProfile(sixteen, icc!)
    expect(greatestDifference(await decodeBytes(bytes, rule(64)), rgb(64, 64))).toBeLessThanOrEqual(2)
  })
})

describe('fit', () => {
  const halves = async (): Promise<Buffer> => {
    const rows = [...Array(120 * 60).keys()].flatMap((at) =>
      at % 120 < 30 ? [200, 0, 0] : at % 120 < 90 ? [0, 200, 0] : [0, 0, 200],
    )
    return sharp(Buffer.from(rows), { raw: { width: 120, height: 60, channels: 3 } })
      .png()
      .toBuffer()
  }

  it('stretch keeps all of it and not its proportions', async () => {
    const pixels = await decodeBytes(await halves(), rule(40))
    expect([1, 20, 38].map((x) => pixel(pixels, 40, x, 20))).toEqual([
      [200, 0, 0],
      [0, 200, 0],
      [0, 0, 200],
    ])
  })

  it('crop keeps the middle', async () => {
    const pixels = await decodeBytes(await halves(), rule(40, 'crop'))
    expect([1, 20, 38].map((x) => pixel(pixels, 40, x, 20))).toEqual([
      [0, 200, 0],
      [0, 200, 0],
      [0, 200, 0],
    ])
  })

  it('pad keeps all of it between black bars', async () => {
    const pixels = await decodeBytes(await halves(), rule(40, 'pad'))
    expect([1, 20, 38].map((x) => pixel(pixels, 40, x, 20))).toEqual([
      [200, 0, 0],
      [0, 200, 0],
      [0, 0, 200],
    ])
    expect([pixel(pixels, 40, 20, 3), pixel(pixels, 40, 20, 36)]).toEqual([
      [0, 0, 0],
      [0, 0, 0],
    ])
  })

  it('pad is black beside a picture with transparency too', async () => {
    const clear = await sharp({ create: { width: 80, height: 40, channels: 4, background: '#00000000' } })
      .png()
      .toBuffer()
    const pixels = await decodeBytes(clear, rule(40, 'pad'))
    expect(pixel(pixels, 40, 20, 20)).toEqual([255, 255, 255])
    expect(pixel(pixels, 40, 20, 3)).toEqual([0, 0, 0])
  })
})

describe('a large JPEG', () => {
  it('is shrunk with every pixel counted: as a triangle filter over the whole of it gives', async () => {
    const bytes = await jpeg(1600, 1200, 3)
    const whole = await sharp(bytes).raw().toBuffer()
    const pixels = await decodeBytes(bytes, rule(32))
    const weights = (length: number, at: number): [index: number, weight: number][] => {
      const scale = length / 32
      return [...Array(length).keys()]
        .map((index): [number, number] => [index, 1 - Math.abs((index + 0.5) / scale - (at + 0.5))])
        .filter(([, weight]) => weight > 0)
    }
    const differences = [...Array(32).keys()].map((at) => {
      let sum = 0
      let total = 0
      for (const [y, wy] of weights(1200, at)) {
        for (const [x, wx] of weights(1600, at)) {
          sum += wx * wy * (whole[(y * 1600 + x) * 3] ?? 0)
          total += wx * wy
        }
      }
      return Math.abs(sum / total - (pixel(pixels, 32, at, at)[0] ?? 0))
    })
    expect(Math.max(...differences)).toBeLessThan(8)
  })

  it('gives nearly the pixels of the same photograph as a PNG or WebP, which is decoded whole', async () => {
    const bytes = await jpeg(1600, 1200, 5)
    const pixels = await decodeBytes(bytes, rule(150))
    const png = await decodeBytes(await sharp(bytes).png().toBuffer(), rule(150))
    const webp = await decodeBytes(await sharp(bytes).webp({ lossless: true }).toBuffer(), rule(150))
    expect(webp).toEqual(png)
    const total = pixels.reduce((sum, value, at) => sum + Math.abs(value - png[at]!), 0)
    expect(total / pixels.length).toBeLessThan(3)
  })

  it('gives the same pixels every time', async () => {
    const bytes = await jpeg(1600, 1200, 4)
    const first = await decodeBytes(bytes, rule(150))
    for (let again = 0; again < 3; again++) expect(await decodeBytes(bytes, rule(150))).toEqual(first)
  })
})

describe('a file that cannot be decoded', () => {
  it('is named by the error, with the reason and what to do', async () => {
    const folder = writeTree(temporaryFolder(), {
      'half.jpg': (await jpeg(80, 60)).subarray(0, 900),
      'text.jpg': 'hello',
    })
    for (const name of ['half.jpg', 'text.jpg']) {
      await expect(decodePhotograph(join(folder, name), rule(32))).rejects.toMatchObject({
        failure: { code: 'photograph-unreadable', file: join(folder, name), remedy: expect.stringContaining('Import') },
      })
    }
    await expect(decodePhotograph(join(folder, 'gone.jpg'), rule(32))).rejects.toMatchObject({
      failure: { code: 'photograph-missing' },
    })
  })

  it('is refused before libvips sees it when it is a drawing or a document', async () => {
    const svg = Buffer.from(
      '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><rect width="40" height="40"/></svg>',
    )
    await expect(decodeBytes(svg, rule(32))).rejects.toThrow('not a JPEG, PNG, WebP, GIF, TIFF, AVIF or HEIC')
  })

  it('is an error when its content is no longer what was imported', async () => {
    const folder = writeTree(temporaryFolder(), { 'a.jpg': await jpeg(40, 30) })
    await expect(decodePhotograph(join(folder, 'a.jpg'), rule(32), '0'.repeat(64))).rejects.toMatchObject({
      failure: { code: 'photograph-changed', file: join(folder, 'a.jpg') },
    })
  })
})
