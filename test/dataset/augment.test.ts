import { describe, expect, it } from 'vitest'
import {
  augmentationSchema,
  bookAugmentation,
  noAugmentation,
  scratchAugmentation,
  type Augmentation,
} from '../../contract/index.ts'
import { augment, drawOf } from '../../main/dataset/index.ts'
import { randomStream } from '../../main/network/index.ts'
import { rgb } from '../helpers/photographs.ts'

const size = 40
const photograph = rgb(size, size)
const under = (settings: Augmentation, ...name: (string | number)[]): Uint8Array =>
  augment(photograph, size, size, drawOf(settings, randomStream(...name)), settings)

describe('a photograph under a draw', () => {
  it('stays as it is when nothing is to change', () => {
    expect(under(noAugmentation, 1)).toEqual(photograph)
  })

  it('is the same for the same stream and another for another', () => {
    expect(under(bookAugmentation, 5, 'augment', 0)).toEqual(under(bookAugmentation, 5, 'augment', 0))
    expect(under(bookAugmentation, 5, 'augment', 0)).not.toEqual(under(bookAugmentation, 5, 'augment', 1))
  })

  it('can be written over the photograph itself', () => {
    const pixels = Uint8Array.from(photograph)
    const draw = drawOf(bookAugmentation, randomStream(3))
    const apart = augment(pixels, size, size, draw, bookAugmentation)
    expect(augment(pixels, size, size, draw, bookAugmentation, pixels)).toEqual(apart)
  })

  it('does not change where the whole picture has one colour, but for what fills it', () => {
    const grey = new Uint8Array(size * size * 3).fill(90)
    for (const fill_mode of ['nearest', 'reflect', 'wrap'] as const) {
      const settings = { ...scratchAugmentation, fill_mode }
      expect(augment(grey, size, size, drawOf(settings, randomStream(fill_mode)), settings)).toEqual(grey)
    }
    const settings = { ...scratchAugmentation, fill_mode: 'constant', cval: 7 } as const
    const filled = augment(grey, size, size, drawOf(settings, randomStream(1)), settings)
    expect(new Set(filled)).toEqual(new Set([90, 7]))
  })
})

describe('a draw', () => {
  const stages = Object.entries({
    rotation_range: 35,
    width_shift_range: 0.4,
    height_shift_range: 0.4,
    shear_range: 20,
    zoom_range: [0.5, 0.9],
    horizontal_flip: true,
    vertical_flip: true,
    channel_shift_range: 12,
    brightness_range: [0.2, 0.8],
  } satisfies Partial<Augmentation>)
  const meant: Record<string, string[]> = {
    rotation_range: ['theta'],
    width_shift_range: ['tx'],
    height_shift_range: ['ty'],
    shear_range: ['shear'],
    zoom_range: ['zx', 'zy'],
    horizontal_flip: ['flipHorizontal'],
    vertical_flip: ['flipVertical'],
    channel_shift_range: ['channelShift'],
    brightness_range: ['brightness'],
  }

  it.each(stages)('changes in what %s is about, and in nothing else', (name, value) => {
    const changed = new Set<string>()
    for (let i = 0; i < 8; i++) {
      const before = Object.entries(drawOf(bookAugmentation, randomStream(i)))
      const without = { ...bookAugmentation, [name]: noAugmentation[name as keyof Augmentation] }
      for (const settings of [without, { ...bookAugmentation, [name]: value }] as Augmentation[]) {
        const after = new Map<string, unknown>(Object.entries(drawOf(settings, randomStream(i))))
        for (const [key, was] of before) if (after.get(key) !== was) changed.add(key)
      }
    }
    expect([...changed].sort()).toEqual(meant[name])
  })
})

describe('settings', () => {
  it.each([bookAugmentation, scratchAugmentation, noAugmentation])(
    'of the book and of nothing are good',
    (settings) => {
      expect(augmentationSchema.parse(settings)).toEqual(settings)
    },
  )

  it.each([
    [{ rotation_range: 181 }],
    [{ width_shift_range: 1 }],
    [{ zoom_range: [1.2, 0.8] }],
    [{ zoom_range: 1 }],
    [{ brightness_range: [-0.1, 1] }],
    [{ cval: 256 }],
    [{ fill_mode: 'mirror' }],
    [{ shear_range: Number.NaN }],
    [{ colour_jitter: 1 }],
  ])('%j are refused', (wrong) => {
    expect(augmentationSchema.safeParse({ ...bookAugmentation, ...wrong }).success).toBe(false)
  })
})
