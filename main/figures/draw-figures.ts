import { fail } from '../../contract/index.ts'
import { curveCsv } from './csv.ts'
import type { Metric } from './curve-frame.ts'
import { curveDrawing } from './curve-option.ts'
import type { Figure, FigureFormat, FigureInput } from './figure.ts'
import { renderPng, renderSvg } from './render.ts'

async function dataOf(metric: Metric, input: FigureInput, format: FigureFormat): Promise<Figure['data']> {
  if (format === 'csv') return curveCsv(metric, input)
  const svg = renderSvg(curveDrawing(metric, input), metric)
  return format === 'svg' ? svg : renderPng(svg)
}

/**
 * The figures of a run, on white in either theme: accuracy and loss by epoch, training as dots, validation as a line.
 *
 * @throws `no-epochs` before the first epoch has ended
 */
export async function drawFigures(input: FigureInput, format: FigureFormat): Promise<Figure[]> {
  if (!input.history.length) throw fail('no-epochs', `The run ${input.run} has no epoch to draw yet.`)
  const names = ['accuracy', 'loss'] as const
  return Promise.all(names.map(async (name) => ({ name, format, data: await dataOf(name, input, format) })))
}
