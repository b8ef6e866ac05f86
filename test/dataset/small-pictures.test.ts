import sharp from 'sharp'
import { expect, it } from 'vitest'
import { isSmall, lookSide, shrinkSmall } from '../../main/dataset/looks/index.ts'
import { randomFrom } from '../helpers/scenes.ts'

const sizes: [number, number][] = [
  [64, 64],
  [65, 66],
  [80, 81],
  [96, 128],
  [113, 150],
  [160, 120],
  [127, 127],
  [127, 255],
  [255, 64],
]

it.each(sizes)(
  'a picture of %i×%i is made small as libvips does it, but for rounding, also where it is noise',
  async (width, height) => {
    expect(isSmall(width, height)).toBe(true)
    const random = randomFrom(width)
    const noise = Uint8Array.from({ length: width * height * 3 }, () => Math.floor(random() * 256))
    const expected = await sharp(noise, { raw: { width, height, channels: 3 } })
      .resize(lookSide, lookSide, { fit: 'fill', kernel: 'linear' })
      .raw()
      .toBuffer()
    const apart = shrinkSmall(noise, width, height).map((value, at) => Math.abs(value - expected[at]!))
    expect(Math.max(...apart)).toBeLessThanOrEqual(2)
    expect(apart.reduce((sum, value) => sum + value, 0) / apart.length).toBeLessThan(0.6)
  },
)

it.each<[number, number]>([
  [63, 64],
  [128, 128],
  [64, 256],
])('one of %i×%i is left to libvips', (width, height) => {
  expect(isSmall(width, height)).toBe(false)
})
