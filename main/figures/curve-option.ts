import type { ComposeOption } from 'echarts/core'
import type { LineSeriesOption, ScatterSeriesOption } from 'echarts/charts'
import type { GraphicComponentOption, GridComponentOption } from 'echarts/components'
import { smooth } from '../evaluation/index.ts'
import { endLabels, figureText, heading, key, metrics, plot, size, type Metric } from './curve-frame.ts'
import type { Drawing, FigureInput } from './figure.ts'
import { wordsOf } from './language.ts'
import { accuracyScale, epochTicks, lossScale } from './scale.ts'
import { stageGrounds, stageSpans, stageWords, thawLines } from './stages.ts'
import { colours, family } from './tokens.ts'
import { words } from './words.ts'

export type CurveOption = ComposeOption<
  LineSeriesOption | ScatterSeriesOption | GridComponentOption | GraphicComponentOption
>

type Point = [epoch: number, value: number]

/** Epochs from 1; what is not a number is not drawn. */
const pointsOf = (values: readonly number[]): Point[] =>
  values.map((value, index): Point => [index + 1, value]).filter(([, value]) => Number.isFinite(value))

function dots(data: Point[], diameter: number, opacity: number): ScatterSeriesOption {
  const itemStyle = { color: colours.run, opacity }
  return { type: 'scatter', data, symbolSize: diameter, itemStyle, clip: false, silent: true, z: 3 }
}

/** A single point has no line to lie on: it is drawn as a ring. */
function line(data: Point[], width: number, opacity: number): LineSeriesOption {
  return {
    type: 'line',
    data,
    showSymbol: data.length === 1,
    symbol: 'emptyCircle',
    symbolSize: 7,
    lineStyle: { color: colours.run, width, opacity, cap: 'round', join: 'round' },
    itemStyle: { color: colours.run, opacity },
    clip: false,
    silent: true,
    z: 4,
  }
}

/**
 * A metric by epoch, as the application draws it: training as dots, validation as a line, the stages as grounds, the last
 * values at the curves' ends. Smoothed, the values themselves stay visible, faint; the last values are never smoothed.
 *
 * @param input at least one epoch of history
 */
export function curveDrawing(metric: Metric, input: FigureInput): Drawing<CurveOption> {
  const { training: trainingKey, validation: validationKey } = metrics[metric]
  const named = wordsOf(input)
  const { history, smoothing, run } = input
  const epochs = history.length
  const raw = { training: history.map((row) => row[trainingKey]), validation: history.map((row) => row[validationKey]) }
  const shown = { training: smooth(raw.training, smoothing), validation: smooth(raw.validation, smoothing) }
  const scale = (metric === 'accuracy' ? accuracyScale : lossScale)([...raw.training, ...raw.validation])
  const spans = stageSpans(input)
  const last = { training: raw.training.at(-1)!, validation: raw.validation.at(-1)! }
  const ends = { training: shown.training.at(-1)!, validation: shown.validation.at(-1)! }
  const label = { color: colours.ink3, fontSize: 11, fontFamily: family }

  const option: CurveOption = {
    animation: false,
    backgroundColor: colours.ground,
    grid: { left: plot.left, top: plot.top, width: plot.right - plot.left, height: plot.bottom - plot.top },
    xAxis: {
      type: 'value',
      min: 0.5,
      max: epochs + 0.5,
      axisLine: { show: false },
      axisTick: { show: false },
      splitLine: { show: false },
      axisLabel: { ...label, margin: 12, customValues: epochTicks(epochs) },
    },
    yAxis: {
      type: 'value',
      min: scale.min,
      max: scale.max,
      interval: scale.step,
      axisLine: { show: false },
      axisTick: { show: false },
      splitLine: { lineStyle: { color: colours.rule, width: 1 } },
      axisLabel: { ...label, margin: 12, formatter: (value: number) => value.toFixed(scale.digits) },
    },
    graphic: {
      elements: [
        ...heading(metric, input),
        ...key(input),
        ...stageWords(spans, epochs, named),
        ...endLabels(last, ends, scale),
        words(named.epoch, plot.left - 12, plot.bottom + 18, { align: 'right' }),
      ],
    },
    series: [
      {
        type: 'line',
        data: [],
        silent: true,
        markArea: { silent: true, data: stageGrounds(spans) },
        markLine: {
          silent: true,
          symbol: 'none',
          label: { show: false },
          lineStyle: { color: colours.thawLine, width: 2.5, type: 'solid' },
          data: thawLines(spans),
        },
      },
      ...(smoothing > 0 ? [dots(pointsOf(raw.training), 3.5, 0.28), line(pointsOf(raw.validation), 1, 0.32)] : []),
      dots(pointsOf(shown.training), 5, 1),
      line(pointsOf(shown.validation), 2.4, 1),
    ],
  }
  const description = named.description({
    title: named[metric],
    run,
    epochs,
    training: figureText(last.training),
    validation: figureText(last.validation),
  })
  return { option, ...size, description }
}
