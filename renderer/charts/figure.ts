import type { EChartsOption } from 'echarts'
import type { HistoryRow } from '../../contract/index.ts'
import { loadPart } from '../parts.ts'
import { loadCharts } from './load.ts'

/** A chart as an SVG document, on white. Pixels. */
export async function svgOf(option: EChartsOption, width: number, height: number): Promise<string> {
  const { init } = await loadPart(loadCharts)
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height })
  chart.setOption({ ...option, backgroundColor: '#fff' })
  const svg = chart.renderToSVGString()
  chart.dispose()
  return svg
}

/** A chart as a PNG at twice its size, on white. */
export async function pngOf(option: EChartsOption, width: number, height: number): Promise<Uint8Array<ArrayBuffer>> {
  const { init } = await loadPart(loadCharts)
  const chart = init(document.createElement('div'), null, { renderer: 'canvas', width, height, devicePixelRatio: 2 })
  chart.setOption({ ...option, backgroundColor: '#fff' })
  const canvas = chart.renderToCanvas({ pixelRatio: 2, backgroundColor: '#fff' })
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'))
  chart.dispose()
  if (!blob) throw new Error('The browser gave no picture.')
  return new Uint8Array(await blob.arrayBuffer())
}

/** The same columns and line ends as Keras's CSVLogger writes: epochs from 0, then the metrics by name. */
export function csvOf(history: readonly HistoryRow[]): string {
  const rates = history.some((row) => row.learning_rate !== undefined)
  const columns = [
    'epoch',
    'accuracy',
    ...(rates ? ['learning_rate'] : []),
    'loss',
    'val_accuracy',
    'val_loss',
  ] as const
  const lines = history.map((row) => columns.map((column) => row[column as keyof HistoryRow] ?? '').join(','))
  return [columns.join(','), ...lines, ''].join('\r\n')
}
