import { expect, test } from 'vitest'
import { paletteOf, palettes } from '../../contract/index.ts'

/**
 * How people see colours who lack one kind of cone, as matrices on linear RGB.
 *
 * Source: Machado, Oliveira, Fernandes, A Physiologically-based Model for Simulation of Color Vision Deficiency, 2009.
 */
const eyes = {
  'all cones': [1, 0, 0, 0, 1, 0, 0, 0, 1],
  protanopia: [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
  deuteranopia: [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
  tritanopia: [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039],
}

const linear = (level: number): number => {
  const share = level / 255
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
}

/** CIE L*, 0 … 100, of a colour as such eyes see it. */
function lightness(rgb: readonly number[], matrix: readonly number[]): number {
  const light = rgb.map(linear)
  const seen = [0, 1, 2].map((row) => {
    const sum = light.reduce((whole, value, i) => whole + matrix[3 * row + i]! * value, 0)
    return Math.max(0, sum)
  })
  const y = 0.2126 * seen[0]! + 0.7152 * seen[1]! + 0.0722 * seen[2]!
  return y <= 216 / 24389 ? (y * 24389) / 27 : 116 * Math.cbrt(y) - 16
}

test('viridis is the first of the palettes', () => {
  expect(palettes[0]).toBe('viridis')
})

test.each(palettes.flatMap((palette) => Object.entries(eyes).map(([eye, matrix]) => ({ palette, eye, matrix }))))(
  'a higher value is a lighter colour of $palette, for eyes with $eye',
  ({ palette, matrix }) => {
    const colours = paletteOf(palette)
    const all = Array.from({ length: 256 }, (_, level) =>
      lightness([...colours.subarray(3 * level, 3 * level + 3)], matrix),
    )
    // A level may round to a colour that is darker by a hair; eight levels on it is lighter.
    for (let level = 8; level < 256; level++) expect(all[level]! - all[level - 8]!).toBeGreaterThan(0)
    expect(all[255]! - all[0]!).toBeGreaterThan(60)
  },
)
