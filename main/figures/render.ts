import { init, setPlatformAPI, use, type EChartsCoreOption } from 'echarts/core'
import { LineChart, ScatterChart } from 'echarts/charts'
import { GraphicComponent, GridComponent, MarkAreaComponent, MarkLineComponent } from 'echarts/components'
import { SVGRenderer } from 'echarts/renderers'
import sharp from 'sharp'
import { textWidth } from './face.ts'
import type { Drawing } from './figure.ts'
import { outlineText } from './outline-text.ts'

use([GraphicComponent, GridComponent, LineChart, MarkAreaComponent, MarkLineComponent, ScatterChart, SVGRenderer])
setPlatformAPI({ measureText: (text, font) => ({ width: textWidth(text, font) }) })

const escape = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')

/**
 * A drawing as SVG, its words as text. The same drawing gives the same text, and its ids are its own, so that several can
 * stand in one page.
 *
 * @param name what its ids begin with
 */
export function renderSvg({ option, width, height, description }: Drawing<EChartsCoreOption>, name: string): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height })
  try {
    chart.setOption(option)
    return (
      chart
        .renderToSVGString()
        .replace(/\bzr\d+-/g, `${name}-`)
        // What ECharts adds for a mouse in a page.
        .replace(/ (?:ecmeta_\w+|class|pointer-events)="[^"]*"/g, '')
        .replace(/<style\b[^]*?<\/style>\s*/, '')
        .replace(/^<svg /, '<svg role="img" ')
        .replace('>', `><title>${escape(description)}</title>`)
    )
  } finally {
    // Until then its timer keeps the process alive.
    chart.dispose()
  }
}

/** An SVG of `renderSvg` as PNG, two dots to a pixel, opaque. */
export async function renderPng(svg: string): Promise<Uint8Array> {
  return sharp(Buffer.from(outlineText(svg)), { density: 144 })
    .flatten({ background: '#ffffff' })
    .png()
    .toBuffer()
}
