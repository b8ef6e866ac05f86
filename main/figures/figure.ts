import type { HistoryRow, Language, Stage, TestResult } from '../../contract/index.ts'

export const figureFormats = ['png', 'svg', 'csv'] as const
export type FigureFormat = (typeof figureFormats)[number]

/** What the figures of a run show. */
export interface FigureInput {
  /** The run's name. */
  run: string
  /** One line that says how it was made; under the title. */
  settings: string
  history: readonly HistoryRow[]
  /** In the order in which they ran; `epochs` is how many each ran. The last goes on to the end of the history. */
  stages: readonly Pick<Stage, 'name' | 'unfreeze' | 'epochs'>[]
  /** Weight of the moving average, 0 (none) up to, not including, 1. */
  smoothing: number
  /** Named under the accuracy's title. */
  test?: TestResult | null
  /** @default 'en' */
  language?: Language
}

export type FigureName = 'accuracy' | 'loss'

export interface Figure {
  name: FigureName
  format: FigureFormat
  /** UTF-8 text of an SVG or CSV, or the bytes of a PNG. */
  data: string | Uint8Array
}

/** A drawing before it is drawn: ECharts's option, and its size in pixels. */
export interface Drawing<Option> {
  option: Option
  width: number
  height: number
  /** Said by a screen reader in place of the picture. */
  description: string
}
