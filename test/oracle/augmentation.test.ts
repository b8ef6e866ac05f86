import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bookAugmentation, fillModes, noAugmentation, type Augmentation } from '../../contract/index.ts'
import { augment, drawOf, matrixOf, type Draw } from '../../main/dataset/index.ts'
import { writeNpy } from '../../main/formats/index.ts'
import { randomStream } from '../../main/network/index.ts'
import { runPython } from '../helpers/oracle.ts'
import { greatestDifference, readFloats, temporaryFolder } from './exchange.ts'
import { patience, pixelsOf, samples, size } from './photographs.ts'

const { folder, remove } = temporaryFolder()
afterAll(remove)

/** ImageDataGenerator's parameters of a draw; its shifts are in pixels, and its names have no capitals. */
const parametersOf = (draw: Draw, height: number, width: number) => ({
  theta: draw.theta,
  tx: draw.tx * width,
  ty: draw.ty * height,
  shear: draw.shear,
  zx: draw.zx,
  zy: draw.zy,
  flip_horizontal: draw.flipHorizontal,
  flip_vertical: draw.flipVertical,
  channel_shift_intensity: draw.channelShift,
  brightness: draw.brightness,
})

interface Case {
  name: string
  settings: Augmentation
  index: number
  draw: Draw
}

/** Wide enough that every photograph leaves the frame on all sides. */
const wild: Augmentation = {
  ...noAugmentation,
  rotation_range: 180,
  width_shift_range: 0.9,
  height_shift_range: 0.9,
  shear_range: 40,
  zoom_range: [0.3, 3],
  horizontal_flip: true,
  vertical_flip: true,
  cval: 77,
}
const still = drawOf(noAugmentation, randomStream(0))
const single: [string, Partial<Draw>][] = [
  ['nothing', {}],
  ['rotation', { theta: 33 }],
  ['a shift sideways', { tx: 0.137 }],
  ['a shift up', { ty: -0.211 }],
  ['shear', { shear: 25 }],
  ['zoom', { zx: 0.7, zy: 1.4 }],
  ['a flip', { flipHorizontal: true }],
  ['a flip upside down', { flipVertical: true }],
  ['both flips', { flipHorizontal: true, flipVertical: true }],
  ['channel shift', { channelShift: 61.3 }],
  ['channel shift to the dark', { channelShift: -61.3, theta: 12 }],
  ['brightness', { brightness: 1.7 }],
  ['less brightness', { brightness: 0.35, channelShift: 12.5, theta: -70, flipVertical: true }],
]
const cases: Case[] = [
  ...single.map(([name, part], i) => ({ name, settings: wild, index: i % 4, draw: { ...still, ...part } })),
  ...fillModes.flatMap((fill_mode) =>
    Array.from({ length: 12 }, (_, i) => {
      const settings = { ...(i < 4 ? bookAugmentation : wild), fill_mode, cval: wild.cval }
      return { name: `${fill_mode} ${i}`, settings, index: i % 4, draw: drawOf(settings, randomStream(fill_mode, i)) }
    }),
  ),
]

/** What Keras makes of pictures (count, height, width, 3) under `these`. */
async function inKeras(these: readonly Case[], name: string, shape: readonly number[], values: Uint8Array) {
  const out = join(folder, name)
  mkdirSync(out)
  const [pixels, list] = [join(out, 'in.npy'), join(out, 'cases.json')]
  await writeNpy(pixels, { shape, values })
  const described = these.map(({ settings, index, draw }) => ({
    index,
    settings,
    parameters: parametersOf(draw, shape[1]!, shape[2]!),
  }))
  writeFileSync(list, JSON.stringify(described))
  await runPython('augmentation.py', ['transform', pixels, list, out])
  const matrices = JSON.parse(readFileSync(join(out, 'matrices.json'), 'utf8')) as (number[] | null)[]
  return { matrices, pixels: await readFloats(join(out, 'pixels.npy')) }
}

const changesPlaces = ({ draw }: Case): boolean =>
  [draw.theta, draw.tx, draw.ty, draw.shear, draw.zx - 1, draw.zy - 1].some((value) => value !== 0)

describe.each([
  { name: 'photographs', crop: null },
  { name: 'pictures that are not square', crop: [101, 150] },
])('$name under the same parameters as in ImageDataGenerator', ({ name, crop }) => {
  const [height, width] = crop ?? [size, size]
  const length = height! * width! * 3
  let pixels: Uint8Array
  let keras: Awaited<ReturnType<typeof inKeras>>

  beforeAll(async () => {
    const photographs = await samples(['fish', 'fruit', 'leafy', 'vegetables'], 1)
    const { values } = await pixelsOf(photographs.map(({ file }) => file))
    // The first rows of each.
    pixels = Buffer.concat(photographs.map((_, i) => values.subarray(i * size * size * 3).subarray(0, length)))
    keras = await inKeras(cases, name, [photographs.length, height!, width!, 3], pixels)
  }, patience)

  const before = (index: number) => pixels.subarray(index * length, (index + 1) * length)

  test('are moved by the same matrix, within 1e-6', () => {
    cases.forEach((each, i) => {
      const matrix = keras.matrices[i]!
      expect(matrix !== null, each.name).toBe(changesPlaces(each))
      if (matrix) expect(greatestDifference(matrixOf(each.draw, height!, width!), matrix), each.name).toBeLessThan(1e-6)
    })
    expect(cases.filter(changesPlaces).length).toBeGreaterThan(50)
  })

  // 0.5 is the rounding to whole numbers; scipy's own result is float32.
  test.each(cases.map((each, i) => [each.name, each, i] as const))('become the same pixels: %s', (_, each, i) => {
    const ours = augment(before(each.index), height!, width!, each.draw, each.settings)
    const theirs = keras.pixels.subarray(i * length, (i + 1) * length)
    expect(greatestDifference(ours, theirs)).toBeLessThanOrEqual(0.5 + 1e-4)
    if (each.name !== 'nothing') expect(greatestDifference(ours, before(each.index))).toBeGreaterThan(20)
  })
})

describe('draws have the distribution of ImageDataGenerator.get_random_transform', () => {
  const settings: Augmentation = { ...wild, brightness_range: [0.4, 1.3], channel_shift_range: 30 }
  const count = 4000
  let keras: Record<string, number>[]
  const ours = Array.from({ length: count }, (_, i) => {
    const { theta, tx, ty, ...rest } = drawOf(settings, randomStream('draws', i))
    const { shear, zx, zy, flipHorizontal, flipVertical, channelShift, brightness } = rest
    return {
      theta,
      tx: tx * size,
      ty: ty * size,
      shear,
      zx,
      zy,
      flip_horizontal: Number(flipHorizontal),
      flip_vertical: Number(flipVertical),
      channel_shift_intensity: channelShift!,
      brightness: brightness!,
    }
  })
  type Name = keyof (typeof ours)[number]
  const names = Object.keys(ours[0]!) as Name[]

  beforeAll(async () => {
    const out = join(folder, 'draws.json')
    await runPython('augmentation.py', ['draw', JSON.stringify(settings), `${size}`, `${size}`, `${count}`, out])
    keras = JSON.parse(readFileSync(out, 'utf8')) as typeof keras
  }, patience)

  /** Largest distance of the two distribution functions (Kolmogorov and Smirnov). */
  function distance(a: number[], b: number[]): number {
    const share = (values: number[], limit: number) => values.filter((value) => value <= limit).length / values.length
    const limits = [...a].sort((x, y) => x - y).filter((_, i) => i % 40 === 0)
    return Math.max(...limits.map((limit) => Math.abs(share(a, limit) - share(b, limit))))
  }

  // 1.95 · √(2 / 4000): exceeded by chance once in a thousand times; the streams are seeded, so the result is fixed.
  test.each(names)('%s', (name) => {
    expect(Object.keys(keras[0]!).sort()).toEqual([...names].sort())
    const theirs = keras.map((draw) => draw[name]!)
    const mine = ours.map((draw) => draw[name])
    expect(distance(mine, theirs)).toBeLessThan(0.0436)
    expect(Math.max(...mine) - Math.min(...mine)).toBeGreaterThan(0.9 * (Math.max(...theirs) - Math.min(...theirs)))
  })

  test('height and width are zoomed apart, and nothing goes with anything else', () => {
    const correlation = (a: Name, b: Name) => {
      const centred = (name: Name) => {
        const mean = ours.reduce((sum, draw) => sum + draw[name], 0) / count
        return ours.map((draw) => draw[name] - mean)
      }
      const [x, y] = [centred(a), centred(b)]
      const dot = (p: number[], q: number[]) => p.reduce((sum, value, i) => sum + value * q[i]!, 0)
      return dot(x, y) / Math.sqrt(dot(x, x) * dot(y, y))
    }
    for (const [i, a] of names.entries())
      for (const b of names.slice(i + 1)) expect(Math.abs(correlation(a, b)), `${a}, ${b}`).toBeLessThan(0.06)
  })

  test('each shift moves the photograph the way it is named', () => {
    const picture = new Uint8Array(size * size * 3)
    picture.fill(255, (75 * size + 75) * 3, (75 * size + 76) * 3)
    const placeAfter = (only: Partial<Augmentation>) => {
      const setting = { ...noAugmentation, ...only }
      const after = augment(picture, size, size, drawOf(setting, randomStream('shift')), setting)
      const brightest = after.indexOf(Math.max(...after)) / 3
      return { row: Math.floor(brightest / size), column: Math.floor(brightest % size) }
    }
    const sideways = placeAfter({ width_shift_range: 0.3 })
    const upright = placeAfter({ height_shift_range: 0.3 })
    expect(sideways.row).toBe(75)
    expect(Math.abs(sideways.column - 75)).toBeGreaterThan(1)
    expect(upright.column).toBe(75)
    expect(Math.abs(upright.row - 75)).toBeGreaterThan(1)
  })
})
