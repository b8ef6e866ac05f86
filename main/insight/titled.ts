import sharp from 'sharp'
import { outlineText } from '../figures/index.ts'
import { encodeRgbPng } from './png.ts'
import type { Grid } from './grid.ts'

/** Pixels: narrower grids are enlarged by whole numbers until they reach it, so that their title fits. */
const least = 960
const margin = 16

/**
 * A grid under its title, on white: the figure of the book. Each value stays a square of one colour.
 *
 * @param palette 768 bytes, RGB
 */
export async function titledPng(grid: Grid, palette: Uint8Array, title: string): Promise<Buffer> {
  const times = Math.max(1, Math.ceil(least / grid.width))
  const width = grid.width * times + 2 * margin
  const heading = await headingOf(title, width)
  const height = heading.height + grid.height * times + margin
  const pixels = new Uint8Array(width * height * 3).fill(255)
  pixels.set(heading.pixels)
  const line = new Uint8Array(grid.width * times * 3)
  for (let y = 0; y < grid.height; y++) {
    for (let x = 0, at = 0; x < grid.width; x++) {
      const colour = 3 * grid.levels[y * grid.width + x]!
      for (let i = 0; i < times; i++, at += 3) {
        line[at] = palette[colour]!
        line[at + 1] = palette[colour + 1]!
        line[at + 2] = palette[colour + 2]!
      }
    }
    for (let i = 0; i < times; i++) pixels.set(line, ((heading.height + y * times + i) * width + margin) * 3)
  }
  return encodeRgbPng(pixels, width, height)
}

async function headingOf(title: string, width: number): Promise<{ pixels: Uint8Array; height: number }> {
  const size = Math.round(Math.min(40, Math.max(22, width / 60)))
  const height = Math.round(size * 2.2)
  const text = title.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')
  const style = `font-size:${size}px;font-weight:600`
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="#fff"/>` +
    `<text x="${width / 2}" y="${height / 2}" text-anchor="middle" dominant-baseline="central" style="${style}" fill="#171b20">${text}</text></svg>`
  const pixels = await sharp(Buffer.from(outlineText(svg)))
    .flatten({ background: '#fff' })
    .removeAlpha()
    .toColourspace('srgb')
    .raw()
    .toBuffer()
  return { pixels, height }
}
