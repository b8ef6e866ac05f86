import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import opentype, { type Font } from 'opentype.js'

// Not named require: the desktop's bundler would declare that name a second time.
const packages = createRequire(import.meta.url)
const loaded = new Map<string, Font>()

/** Pretendard (Latin and Korean), read once. Weights from 600 on are its SemiBold. */
export function face(weight: number): Font {
  const style = weight >= 600 ? 'SemiBold' : 'Regular'
  let font = loaded.get(style)
  if (!font) {
    const bytes = readFileSync(packages.resolve(`pretendard/dist/public/static/Pretendard-${style}.otf`))
    font = opentype.parse(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength))
    loaded.set(style, font)
  }
  return font
}

/** Size in pixels and weight of a CSS font as `font` in tokens.ts writes it. */
export function parseFont(css: string | undefined): { size: number; weight: number } {
  return {
    size: Number(/([\d.]+)px/.exec(css ?? '')?.[1] ?? 12),
    weight: Number(/(?:^|\s)(\d00)(?:\s|$)/.exec(css ?? '')?.[1] ?? 400),
  }
}

/** The width of a line of text, in pixels. */
export function textWidth(text: string, css?: string): number {
  const { size, weight } = parseFont(css)
  return face(weight).getAdvanceWidth(text, size)
}
