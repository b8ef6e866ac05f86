import type { EChartsOption } from 'echarts'
import { epochTicks, plotMargin } from './curves.ts'
import type { ChartTokens } from './tokens.ts'

/** How the losses of the validation photographs lie after one epoch. */
export interface LossSpread {
  /** From 0. */
  epoch: number
  /** Of the photographs, 5 %, 25 %, 50 %, 75 % and 95 % have at most this loss. */
  quantiles: [number, number, number, number, number]
  mean: number
  /** Those above 95 %. */
  beyond: number[]
}

/** Where the log axis begins: photographs that are right beyond doubt stand on it, and leave room for the others. */
const least = 1e-3

export function spreadOf(epoch: number, losses: readonly number[]): LossSpread | null {
  if (losses.length === 0) return null
  const sorted = losses.toSorted((a, b) => a - b)
  const at = (share: number): number => {
    const place = share * (sorted.length - 1)
    const [low, high] = [sorted[Math.floor(place)] ?? 0, sorted[Math.ceil(place)] ?? 0]
    return low + (high - low) * (place - Math.floor(place))
  }
  const quantiles: LossSpread['quantiles'] = [at(0.05), at(0.25), at(0.5), at(0.75), at(0.95)]
  return {
    epoch,
    quantiles,
    mean: losses.reduce((sum, loss) => sum + loss, 0) / losses.length,
    beyond: sorted.filter((loss) => loss > quantiles[4]),
  }
}

/** At most so many of the epochs, evenly, the first and the last among them. From 0. */
export function sampledEpochs(count: number, most: number): number[] {
  if (count <= most) return Array.from({ length: count }, (_, epoch) => epoch)
  return Array.from({ length: most }, (_, i) => Math.round((i * (count - 1)) / (most - 1)))
}

/** A box an epoch on a log axis, with the mean as a line: the mean goes where a few photographs go, the box where most do. */
export function lossSpreadOption(input: {
  spreads: LossSpread[]
  /** The axis' last epoch. */
  epochs: number
  /** The run's. */
  color: string
  tokens: ChartTokens
  words: { mean: string }
  /** In a figure that is saved. */
  heading?: { title: string; lines: string[] }
}): EChartsOption {
  const { spreads, tokens, color, words, heading } = input
  const epochs = Math.max(2, input.epochs)
  const ticks = new Set(epochTicks(epochs))
  const by = new Map(spreads.map((spread) => [spread.epoch + 1, spread]))
  const numbers = Array.from({ length: epochs }, (_, i) => i + 1)
  const shown = (value: number): number => Math.max(least, value)
  return {
    animation: false,
    textStyle: { fontFamily: tokens.font, color: tokens.ink3 },
    title: heading
      ? {
          text: heading.title,
          subtext: heading.lines.join('\n'),
          left: 8,
          top: 10,
          textStyle: { fontSize: 15, fontWeight: 600, color: tokens.ink },
          subtextStyle: { fontSize: 11, lineHeight: 16, color: tokens.ink3 },
        }
      : [],
    grid: {
      left: plotMargin.left,
      right: plotMargin.right,
      top: heading ? 50 + 16 * heading.lines.length : 8,
      bottom: 26,
    },
    xAxis: {
      type: 'category',
      data: numbers,
      axisLine: { show: false },
      axisTick: { show: false },
      axisLabel: { color: tokens.ink3, fontSize: 11, margin: 10, interval: (i) => ticks.has(i + 1) },
    },
    yAxis: {
      type: 'log',
      min: least,
      axisLine: { show: false },
      axisTick: { show: false },
      splitLine: { lineStyle: { color: tokens.line, width: 1 } },
      axisLabel: {
        color: tokens.ink3,
        fontSize: 11,
        formatter: (value: number) => String(Number(value.toPrecision(1))),
      },
    },
    series: [
      {
        type: 'boxplot',
        silent: true,
        boxWidth: [3, 14],
        data: numbers.map((epoch) => by.get(epoch)?.quantiles.map(shown) ?? ['-', '-', '-', '-', '-']),
        itemStyle: { color: 'transparent', borderColor: tokens.ink3, borderWidth: 1 },
      },
      {
        type: 'scatter',
        silent: true,
        symbolSize: 3.5,
        data: spreads.flatMap(({ epoch, beyond }) => beyond.map((loss) => [epoch, shown(loss)])),
        itemStyle: { color: tokens.ink3, opacity: 0.6 },
      },
      {
        type: 'line',
        silent: true,
        showSymbol: spreads.length === 1,
        connectNulls: true,
        data: numbers.map((epoch) => {
          const spread = by.get(epoch)
          return spread ? shown(spread.mean) : null
        }),
        lineStyle: { color, width: 2.4 },
        itemStyle: { color },
        endLabel: {
          show: true,
          formatter: words.mean,
          color,
          fontSize: 11,
          backgroundColor: tokens.stage,
          padding: [1, 3],
        },
      },
    ],
  }
}
