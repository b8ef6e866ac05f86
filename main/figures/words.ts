import type { GraphicComponentOption } from 'echarts/components'
import { colours, font } from './tokens.ts'

/** One element of ECharts's `graphic`. */
export type Mark =
  Extract<GraphicComponentOption, { elements?: unknown }> extends { elements?: infer List }
    ? NonNullable<List> extends readonly (infer One)[]
      ? One
      : never
    : never

interface WordStyle {
  size?: number
  weight?: 400 | 600
  colour?: string
  align?: 'left' | 'center' | 'right'
  rotate?: number
}

/** A line of text, its middle at `y`; 11 px notes unless said. */
export function words(text: string, x: number, y: number, style: WordStyle = {}): Mark {
  const { size = 11, weight = 400, colour = colours.ink3, align = 'left', rotate = 0 } = style
  return {
    type: 'text',
    x,
    y,
    rotation: rotate,
    silent: true,
    style: { text, font: font(size, weight), fill: colour, align, verticalAlign: 'middle' },
  }
}

/** A dot of `diameter` pixels, its centre at (x, y). */
export function dot(x: number, y: number, diameter: number, colour: string, opacity = 1): Mark {
  return { type: 'circle', silent: true, shape: { cx: x, cy: y, r: diameter / 2 }, style: { fill: colour, opacity } }
}

/** A stroke from (x1, y) to (x2, y). */
export function stroke(x1: number, x2: number, y: number, width: number, colour: string, opacity = 1): Mark {
  return {
    type: 'line',
    silent: true,
    shape: { x1, y1: y, x2, y2: y },
    style: { stroke: colour, lineWidth: width, opacity },
  }
}
