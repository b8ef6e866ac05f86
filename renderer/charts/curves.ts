import type { EChartsOption, SeriesOption } from 'echarts'
import type { HistoryRow } from '../../contract/index.ts'
import { smooth, type SmoothingForm } from './smoothing.ts'
import type { ChartTokens } from './tokens.ts'

export type Metric = 'accuracy' | 'loss' | 'learning_rate'

export interface CurveRun {
  name: string
  /** What stands at the end of the line. */
  label: string
  history: HistoryRow[]
  /** Index into the tokens' run colours; those beyond share a quiet one. */
  color: number
  /** Of each epoch in `history`. */
  rates?: number[]
}

export interface CurveStage {
  /** Epochs, from 1, both included. */
  from: number
  to: number
  frozen: boolean
}

export interface CurvesInput {
  metrics: Metric[]
  /** The run that the screen is about: training as dots, validation as a line. */
  run: CurveRun | null
  /** Others: their smoothed validation only. */
  others: CurveRun[]
  stages: CurveStage[]
  /** The axis' last epoch. */
  epochs: number
  /** 0..0.99; 0 draws the values as they are. */
  smoothing: number
  form: SmoothingForm
  logLoss: boolean
  tokens: ChartTokens
  /** Pixels. Several panels stand one over another, with a title each. */
  size: { width: number; height: number }
  /** Above everything, in a figure that is saved: what it is, and with which settings. */
  heading?: { title: string; lines: string[] }
  words: Record<Metric | 'training' | 'validation' | 'epoch', string>
}

/** Pixels left and right of the plot, the same for every panel and for the timeline above. */
export const plotMargin = { left: 43, right: 58 } as const

/** ECharts options for accuracy and loss over epochs; one panel for each metric on one epoch axis. */
export function curvesOption(input: CurvesInput): EChartsOption {
  const { metrics, tokens } = input
  const titled = metrics.length > 1
  const slots = slotsOf(input)
  const grids = slots.map(({ top, height }) => ({
    left: plotMargin.left,
    right: plotMargin.right,
    top: top + (titled ? 40 : 8),
    height: height - (titled ? 70 : 34),
  }))
  return {
    animation: false,
    textStyle: { fontFamily: tokens.font, color: tokens.ink3 },
    title: [
      ...headingOf(input),
      ...axisNameOf(input, slots.at(-1), titled),
      ...(titled
        ? metrics.map((metric, i) => ({
            text: input.words[metric],
            left: 8,
            top: (slots[i]?.top ?? 0) + 8,
            textStyle: { fontSize: 13, fontWeight: 600, color: tokens.ink },
          }))
        : []),
    ],
    grid: grids,
    tooltip: tooltipOf(input),
    axisPointer: {
      link: [{ xAxisIndex: 'all' }],
      lineStyle: { color: tokens.ink3, width: 1, type: 'solid', opacity: 0.5 },
    },
    xAxis: metrics.map((_, i) => xAxisOf(input, i)),
    yAxis: metrics.map((metric, i) => yAxisOf(input, metric, i)),
    series: metrics.flatMap((metric, i) => seriesOf(input, metric, i)),
  }
}

/** The learning rate needs less height than what it explains. */
const heights: Record<Metric, number> = { accuracy: 1, loss: 1, learning_rate: 0.5 }
const headingHeight = (lines: number): number => 34 + 16 * lines

/** Where a panel stands. Pixels. */
interface Slot {
  top: number
  height: number
}

function slotsOf({ metrics, size, heading }: CurvesInput): Slot[] {
  const above = heading ? headingHeight(heading.lines.length) : 0
  const unit = (size.height - above) / metrics.reduce((sum, metric) => sum + heights[metric], 0)
  let top = above
  return metrics.map((metric) => {
    const slot = { top: Math.round(top), height: Math.round(unit * heights[metric]) }
    top += unit * heights[metric]
    return slot
  })
}

/**
 * What the numbers beneath the last panel are, left of the first. Not the axis' own name: that would take its room from the plot,
 * which would then no longer stand under the one above.
 */
function axisNameOf({ metrics, tokens, words }: CurvesInput, slot: Slot | undefined, titled: boolean) {
  if (!slot || metrics.at(-1) === 'accuracy') return []
  const textStyle = { fontSize: 11, fontWeight: 'normal' as const, color: tokens.ink3 }
  return [
    {
      text: words.epoch,
      left: titled ? 8 : 0,
      top: slot.top + slot.height - (titled ? 20 : 16),
      padding: 0,
      textStyle,
    },
  ]
}

function headingOf({ heading, tokens }: CurvesInput) {
  if (!heading) return []
  const text = { fontFamily: tokens.font }
  return [
    {
      text: heading.title,
      subtext: heading.lines.join('\n'),
      left: 8,
      top: 10,
      itemGap: 6,
      textStyle: { ...text, fontSize: 15, fontWeight: 600, color: tokens.ink },
      subtextStyle: { ...text, fontSize: 11, lineHeight: 16, color: tokens.ink3 },
    },
  ]
}

/** 1, then round steps, then the last. */
export function epochTicks(epochs: number): number[] {
  const step = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 5000].find((s) => epochs / s <= 10) ?? 10_000
  const ticks = [1]
  for (let tick = step; tick <= epochs; tick += step) if (tick > 1) ticks.push(tick)
  if (epochs - (ticks.at(-1) ?? 0) >= step * 0.6) ticks.push(epochs)
  return ticks
}

function xAxisOf({ epochs, tokens }: CurvesInput, index: number) {
  const ticks = epochTicks(epochs)
  return {
    type: 'value' as const,
    gridIndex: index,
    min: 0.5,
    max: Math.max(epochs, 2) + 0.5,
    axisLine: { show: false },
    axisTick: { show: false },
    splitLine: { show: false },
    axisLabel: { color: tokens.ink3, fontSize: 11, customValues: ticks, margin: 10 },
  }
}

function rateAxisOf({ tokens, run }: CurvesInput, index: number) {
  const rates = [...new Set(run?.rates)].filter((rate) => rate > 0).toSorted((a, b) => a - b)
  const [lowest = 1e-5, highest = 1e-4] = [rates[0], rates.at(-1)]
  return {
    type: 'log' as const,
    gridIndex: index,
    min: lowest / 1.5,
    max: highest * 1.5,
    axisLine: { show: false },
    axisTick: { show: false },
    splitLine: { lineStyle: { color: tokens.line, width: 1 } },
    axisLabel: {
      color: tokens.ink3,
      fontSize: 11,
      // Those that were used, no more than find room.
      customValues: rates.length <= 4 ? rates : [lowest, highest],
      formatter: (value: number) => String(Number(value.toPrecision(3)).toExponential()),
    },
  }
}

function yAxisOf(input: CurvesInput, metric: Metric, index: number) {
  if (metric === 'learning_rate') return rateAxisOf(input, index)
  const values = [input.run, ...input.others].flatMap((run) =>
    run ? run.history.flatMap((row) => [row[metric], row[`val_${metric}`]]) : [],
  )
  const lowest = Math.min(...values)
  const accuracy = metric === 'accuracy'
  const log = metric === 'loss' && input.logLoss
  const digits = !accuracy && Math.max(...values) >= 8 ? 0 : 1
  return {
    type: log ? ('log' as const) : ('value' as const),
    gridIndex: index,
    ...(accuracy
      ? {
          min: values.length ? Math.max(0, Math.min(0.9, Math.floor(lowest * 10 - 1e-9) / 10)) : 0,
          max: 1,
          interval: 0.1,
        }
      : log
        ? {}
        : { min: 0, max: values.length ? undefined : 1, splitNumber: 4 }),
    axisLine: { show: false },
    axisTick: { show: false },
    splitLine: { lineStyle: { color: input.tokens.line, width: 1 } },
    axisLabel: {
      color: input.tokens.ink3,
      fontSize: 11,
      formatter: (value: number) => (log ? String(Number(value.toPrecision(2))) : value.toFixed(digits)),
    },
  }
}

/** Pixels that a run's name takes at most. */
const labelWidth = plotMargin.right

/** Where a run's line ends, in pixels from the left of the plot. */
function endOf({ size, epochs }: CurvesInput, { history }: CurveRun): number {
  const width = size.width - plotMargin.left - plotMargin.right
  return ((history.at(-1)?.epoch ?? 0) / Math.max(epochs, 2)) * width
}

/** What every epoch has. */
type Column = Exclude<keyof HistoryRow, 'learning_rate'>

/** Epoch from 1, and its learning rate. */
function rateSeriesOf({ run, tokens }: CurvesInput, index: number): SeriesOption[] {
  const color = tokens.runs[run?.color ?? 0] ?? tokens.ink3
  return [
    {
      type: 'line',
      step: 'middle',
      xAxisIndex: index,
      yAxisIndex: index,
      silent: true,
      animation: false,
      showSymbol: false,
      data: run?.history.map(({ epoch }, i) => [epoch + 1, run.rates?.[i] ?? null]) ?? [],
      lineStyle: { color, width: 1.6 },
      itemStyle: { color },
    },
  ]
}

function seriesOf(input: CurvesInput, metric: Metric, index: number): SeriesOption[] {
  const { run, others, smoothing, form, tokens } = input
  const ends = [run, ...others].flatMap((each) => (each?.history.length ? [endOf(input, each)] : []))
  if (metric === 'learning_rate') return [bandsOf(input, index), ...rateSeriesOf(input, index)]
  const axes = { xAxisIndex: index, yAxisIndex: index, silent: true, animation: false } as const
  const points = (history: HistoryRow[], key: Column, factor: number): [number, number][] =>
    smooth(
      history.map((row) => row[key]),
      factor,
      form,
    ).map((value, i) => [(history[i]?.epoch ?? i) + 1, value])
  const line = (
    data: [number, number][],
    color: string,
    width: number,
    opacity: number,
    named?: CurveRun,
  ): SeriesOption => ({
    ...axes,
    type: 'line',
    data,
    showSymbol: data.length === 1,
    symbolSize: width + 2,
    lineStyle: { color, width, opacity },
    itemStyle: { color, opacity },
    ...(named && data.length
      ? {
          endLabel: {
            show: true,
            formatter: named.label,
            color,
            fontSize: 11,
            fontWeight: width > 2 ? 650 : 500,
            backgroundColor: tokens.stage,
            padding: [1, 3],
          },
          // Names of runs that end alike are pushed apart; one with nothing beside it stays at its line.
          ...(ends.filter((end) => Math.abs(end - endOf(input, named)) < labelWidth).length > 1
            ? { labelLayout: { moveOverlap: 'shiftY' as const } }
            : {}),
        }
      : {}),
  })
  const dots = (data: [number, number][], color: string, size: number, opacity: number): SeriesOption => ({
    ...axes,
    type: 'scatter',
    data,
    symbolSize: size,
    itemStyle: { color, opacity },
  })
  const colorOf = ({ color }: CurveRun): string => tokens.runs[color] ?? tokens.ink3
  const series: SeriesOption[] = [bandsOf(input, index)]
  for (const other of others)
    series.push(line(points(other.history, `val_${metric}`, smoothing), colorOf(other), 1.6, 1, other))
  if (!run) return series
  const color = colorOf(run)
  if (smoothing > 0) {
    series.push(dots(points(run.history, metric, 0), color, 3.5, 0.28))
    series.push(line(points(run.history, `val_${metric}`, 0), color, 1, 0.32))
  }
  series.push(dots(points(run.history, metric, smoothing), color, 5, 0.85))
  series.push(line(points(run.history, `val_${metric}`, smoothing), color, 2.4, 1, run))
  return series
}

/** Ice behind the stages that keep the base frozen, warmth behind the others, fading. */
function bandsOf({ stages, tokens, epochs }: CurvesInput, index: number): SeriesOption {
  const warm = {
    type: 'linear' as const,
    x: 0,
    y: 0,
    x2: 1,
    y2: 0,
    colorStops: [
      { offset: 0, color: tokens.tintWarm },
      { offset: 1, color: tokens.tintWarmEnd },
    ],
  }
  return {
    type: 'line',
    xAxisIndex: index,
    yAxisIndex: index,
    data: [],
    silent: true,
    markLine: {
      silent: true,
      symbol: 'none',
      label: { show: false },
      lineStyle: { color: tokens.thaw, width: 2, type: 'solid' },
      data: stages.filter(({ frozen }, i) => !frozen && i > 0).map(({ from }) => ({ xAxis: from - 0.5 })),
    },
    markArea: {
      silent: true,
      data: stages.map(({ from, to, frozen }) => [
        { xAxis: from - 0.5, itemStyle: { color: frozen ? tokens.tintIce : warm } },
        { xAxis: Math.min(to, Math.max(epochs, 2)) + 0.5 },
      ]),
    },
  }
}

/** The numbers at an epoch, unsmoothed. */
function tooltipOf({ run, tokens, words, metrics }: CurvesInput): NonNullable<EChartsOption['tooltip']> {
  return {
    trigger: 'axis',
    backgroundColor: tokens.stage,
    borderColor: tokens.line,
    padding: [6, 9],
    textStyle: { color: tokens.ink, fontSize: 11, fontFamily: tokens.font },
    formatter(hovered) {
      const first = Array.isArray(hovered) ? hovered[0] : hovered
      const at = Array.isArray(first?.value) ? Number(first.value[0]) : NaN
      const row = run?.history.find(({ epoch }) => epoch + 1 === at)
      if (!row) return ''
      const rows = metrics.flatMap((metric) =>
        metric === 'learning_rate'
          ? [`${words.learning_rate} ${run?.rates?.[run.history.indexOf(row)]?.toExponential() ?? ''}`]
          : [`${words.validation} ${row[`val_${metric}`].toFixed(3)}`, `${words.training} ${row[metric].toFixed(3)}`],
      )
      return `${words.epoch} ${at}<br>${rows.join('<br>')}`
    },
  }
}
