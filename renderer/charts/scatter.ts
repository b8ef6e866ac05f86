import type { EChartsOption } from 'echarts'
import type { ChartTokens } from './tokens.ts'

type Point = [x: number, y: number]

interface Axis {
  name: string
  min: number
  max: number
  log?: boolean
}

function axisOf({ name, min, max, log = false }: Axis, tokens: ChartTokens, place: 'x' | 'y') {
  return {
    type: log ? ('log' as const) : ('value' as const),
    name,
    nameLocation: 'middle' as const,
    nameGap: place === 'x' ? 26 : 38,
    nameTextStyle: { color: tokens.ink3, fontSize: 11 },
    min,
    max,
    axisLine: { show: false },
    axisTick: { show: false },
    splitLine: { show: true, lineStyle: { color: tokens.line } },
    minorSplitLine: { show: false },
    axisLabel: { color: tokens.ink3, fontSize: 11, formatter: labelOf },
  }
}

/** Short on a logarithmic axis too: 0.5, 1, 1e-5. */
function labelOf(value: number): string {
  return value !== 0 && Math.abs(value) < 0.001 ? value.toExponential(0) : String(Number(value.toFixed(3)))
}

export interface PlaneInput {
  tokens: ChartTokens
  x: Axis
  y: Axis
  /** Joined by a line, in steps where nothing lies between. */
  curve?: readonly Point[]
  /** Faint, for comparison: what chance would give, or where nothing has changed. */
  guide?: readonly [Point, Point]
  dots?: readonly { points: readonly Point[]; color: string }[]
  /** Where the choice stands. */
  mark?: Point
}

/** A square with a curve or dots in it: ROC, precision and recall, losses against losses. */
export function planeOption({ tokens, x, y, curve, guide, dots = [], mark }: PlaneInput): EChartsOption {
  const run = tokens.runs[0] ?? tokens.ink
  return {
    animation: false,
    textStyle: { fontFamily: tokens.font, color: tokens.ink3 },
    grid: { left: 56, right: 12, top: 10, bottom: 42 },
    xAxis: axisOf(x, tokens, 'x'),
    yAxis: axisOf(y, tokens, 'y'),
    series: [
      ...(guide
        ? [
            {
              type: 'line' as const,
              data: guide.map((point) => [...point]),
              showSymbol: false,
              silent: true,
              lineStyle: { color: tokens.ink3, width: 1, type: 'dashed' as const },
            },
          ]
        : []),
      ...(curve
        ? [
            {
              type: 'line' as const,
              data: curve.map((point) => [...point]),
              showSymbol: false,
              silent: true,
              lineStyle: { color: run, width: 2.4 },
            },
          ]
        : []),
      ...dots.map(({ points, color }) => ({
        type: 'scatter' as const,
        data: points.map((point) => [...point]),
        symbolSize: 6,
        silent: true,
        itemStyle: { color, opacity: 0.65 },
      })),
      ...(mark
        ? [
            {
              type: 'scatter' as const,
              data: [[...mark]],
              symbolSize: 13,
              silent: true,
              itemStyle: { color: run, borderColor: tokens.stage, borderWidth: 2 },
            },
          ]
        : []),
    ],
  }
}
