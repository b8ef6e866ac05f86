import { face, parseFont } from './face.ts'

/** What ECharts writes for a line of text. */
const textElement = /<text\b([^>]*)>([^<]*)<\/text>/g

const entities: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'" }
const decode = (text: string): string => text.replace(/&(?:amp|lt|gt|quot|#39);/g, (entity) => entities[entity]!)

const attribute = (attributes: string, name: string): string | undefined =>
  new RegExp(`(?:^|\\s)${name}="([^"]*)"`).exec(attributes)?.[1]
/**
 * The figure with its words drawn as outlines of the bundled face, so that a picture of it is the same on every computer: a
 * rasteriser takes the system's fonts, and on a server without any it draws boxes. A line with a character that the face
 * lacks (Chinese, emoji) stays text and is left to the system.
 *
 * @param svg as ECharts renders it
 */
export function outlineText(svg: string): string {
  return svg.replace(textElement, (element, attributes: string, content: string) => {
    const text = decode(content)
    const style = attribute(attributes, 'style') ?? ''
    const { size, weight } = parseFont(style)
    const font = face(weight)
    if ([...text].some((character) => font.charToGlyphIndex(character) === 0)) return element
    const width = font.getAdvanceWidth(text, size)
    const shift = { middle: width / 2, end: width }[attribute(attributes, 'text-anchor') ?? ''] ?? 0
    const isCentral = attribute(attributes, 'dominant-baseline') === 'central'
    const drop = isCentral ? (((font.ascender + font.descender) / 2) * size) / font.unitsPerEm : 0
    const x = Number(attribute(attributes, 'x') ?? 0) - shift
    const y = Number(attribute(attributes, 'y') ?? 0) + drop
    const kept = ['transform', 'fill', 'fill-opacity', 'stroke', 'stroke-width', 'paint-order', 'opacity']
      .map((name) => ({ name, value: attribute(attributes, name) }))
      .filter(({ value }) => value !== undefined)
      .map(({ name, value }) => ` ${name}="${value}"`)
    return `<path d="${font.getPath(text, x, y, size).toPathData(2)}"${kept.join('')}/>`
  })
}
