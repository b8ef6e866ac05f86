import { textWidth } from './face.ts'
import type { FigureInput } from './figure.ts'
import { plot } from './curve-frame.ts'
import type { wordsOf } from './language.ts'
import { colours, font } from './tokens.ts'
import { words, type Mark } from './words.ts'

export interface StageSpan {
  name: string
  /** First layer that may change; null: the base is frozen. */
  unfreeze: string | null
  /** On the axis of epochs from 1, half an epoch beyond the first and last on either side. */
  from: number
  to: number
}

/** Where each stage lies on the axis. A stage that never began has no span; the last ends with the history. */
export function stageSpans({ stages, history }: Pick<FigureInput, 'stages' | 'history'>): StageSpan[] {
  let done = 0
  return stages.flatMap(({ name, unfreeze, epochs }, index) => {
    const isLast = index === stages.length - 1
    const end = isLast ? history.length : Math.min(history.length, done + epochs)
    const span = { name, unfreeze: unfreeze === 'none' ? null : unfreeze, from: done + 0.5, to: end + 0.5 }
    done = end
    return span.to > span.from ? [span] : []
  })
}

/** The grounds of the stages, as the data of a `markArea`: ice where the base is frozen, warm where it may change. */
export function stageGrounds(spans: readonly StageSpan[]): [object, object][] {
  const [warm, faded] = colours.warmTint
  const fading = {
    type: 'linear',
    x: 0,
    y: 0,
    x2: 1,
    y2: 0,
    colorStops: [
      { offset: 0, color: warm },
      { offset: 1, color: faded },
    ],
  }
  return spans.map(({ unfreeze, from, to }) => [
    { xAxis: from, itemStyle: { color: unfreeze === null ? colours.iceTint : fading } },
    { xAxis: to },
  ])
}

/** The thaw line, as the data of a `markLine`: between a stage and the one after it that thaws more. */
export function thawLines(spans: readonly StageSpan[]): { xAxis: number }[] {
  return spans
    .slice(1)
    .filter(({ unfreeze }, index) => unfreeze !== null && unfreeze !== spans[index]!.unfreeze)
    .map(({ from }) => ({ xAxis: from }))
}

/** Each stage in words above its ground; left out where there is no room. */
export function stageWords(
  spans: readonly StageSpan[],
  epochs: number,
  { frozen, from: begins }: Pick<ReturnType<typeof wordsOf>, 'frozen' | 'from'>,
): Mark[] {
  const y = plot.top - 13
  const perEpoch = (plot.right - plot.left) / epochs
  return spans.flatMap(({ name, unfreeze, from, to }) => {
    const room = (to - from) * perEpoch
    const detail = unfreeze === null ? frozen : begins(unfreeze)
    const left = plot.left + (from - 0.5) * perEpoch
    const after = textWidth(name, font(11, 600)) + 6
    if (after > room) return []
    const colour = unfreeze === null ? colours.ice : colours.ember
    const named = words(name, left, y, { weight: 600, colour })
    return after + textWidth(detail, font(11)) > room ? [named] : [named, words(detail, left + after, y, { colour })]
  })
}
