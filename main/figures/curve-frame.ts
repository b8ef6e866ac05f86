import type { HistoryRow } from '../../contract/index.ts'
import { textWidth } from './face.ts'
import type { FigureInput } from './figure.ts'
import { wordsOf } from './language.ts'
import type { Scale } from './scale.ts'
import { colours, font } from './tokens.ts'
import { dot, stroke, words, type Mark } from './words.ts'

export const size = { width: 760, height: 440 }
/** Where the curves lie, in pixels. */
export const plot = { left: 52, top: 98, right: size.width - 56, bottom: size.height - 44 }

export const metrics = {
  accuracy: { training: 'accuracy', validation: 'val_accuracy' },
  loss: { training: 'loss', validation: 'val_loss' },
} as const satisfies Record<string, { training: keyof HistoryRow; validation: keyof HistoryRow }>
export type Metric = keyof typeof metrics

const percent = (share: number): string => `${(100 * share).toFixed(0)} %`

/** The title with the run's name, how it was made, and what the test split says. */
export function heading(metric: Metric, input: FigureInput): Mark[] {
  const { run, settings, test } = input
  const title = wordsOf(input)[metric]
  const after = plot.left + textWidth(title, font(16, 600)) + 10
  const marks = [
    words(title, plot.left, 26, { size: 16, weight: 600, colour: colours.ink }),
    words(run, after, 27, { size: 13, colour: colours.ink2 }),
    words(settings, plot.left, 50),
  ]
  if (metric === 'accuracy' && test) {
    const [low, high] = test.interval
    const said = wordsOf(input).test(percent(test.accuracy), `${(100 * low).toFixed(0)}–${percent(high)}`)
    const x = after + textWidth(run, font(13)) + 14
    marks.push(words(said, x, 27.5, { colour: colours.ink3 }))
  }
  return marks
}

/** What a dot and a line are, in small words at the top right. */
export function key(input: FigureInput): Mark[] {
  const named = wordsOf(input)
  const y = 27.5
  const marks: Mark[] = []
  let x = plot.right
  const word = (text: string): void => {
    marks.push(words(text, x, y, { align: 'right', colour: colours.ink2 }))
    x -= textWidth(text, font(11)) + 6
  }
  if (input.smoothing > 0) {
    word(named.unsmoothed)
    marks.push(stroke(x - 18, x, y, 1, colours.run, 0.32))
    x -= 36
  }
  word(named.validation)
  marks.push(stroke(x - 18, x, y, 2.4, colours.run))
  x -= 36
  word(named.training)
  marks.push(...[2.5, 9.5, 16.5].map((back) => dot(x - back, y, 5, colours.run)))
  return marks
}

const place = (value: number, scale: Scale): number =>
  plot.bottom - ((value - scale.min) / (scale.max - scale.min)) * (plot.bottom - plot.top)

/** A figure in three digits: 0.853, 1.24, 12.4. */
export function figureText(value: number): string {
  if (!Number.isFinite(value)) return '–'
  return Math.abs(value) < 1 ? value.toFixed(3) : value.toPrecision(3)
}

/**
 * The last values, unsmoothed, at the right of their curves; moved apart where they would touch.
 *
 * @param ends the curves' last points as drawn
 */
export function endLabels(
  last: { training: number; validation: number },
  ends: { training: number; validation: number },
  scale: Scale,
): Mark[] {
  const apart = 15
  const middle = (value: number): number => place(Number.isFinite(value) ? value : scale.min, scale)
  let [training, validation] = [middle(ends.training), middle(ends.validation)]
  const gap = apart - Math.abs(training - validation)
  if (gap > 0) {
    const up = training < validation ? -1 : 1
    training += (up * gap) / 2
    validation -= (up * gap) / 2
  }
  // The pair stays within the plot.
  const over = Math.max(0, Math.max(training, validation) - plot.bottom)
  const under = Math.max(0, plot.top - Math.min(training, validation))
  const x = plot.right + 10
  return [
    words(figureText(last.validation), x, validation + under - over, { size: 13, weight: 600, colour: colours.run }),
    words(figureText(last.training), x, training + under - over, { size: 13, colour: colours.ink2 }),
  ]
}
