import type {
  DatasetReport,
  EvaluateResult,
  JudgedPhotograph,
  Language,
  RunRecord,
  Split,
} from '../../contract/index.ts'

/** All that a report shows, gathered. */
export interface ReportInput {
  language: Language
  project: string
  /** The photographs' folder, as a person calls it. */
  source: string
  record: RunRecord
  data: DatasetReport
  splitting: 'given' | 'drawn'
  /** Which photographs it was judged by: the validation split where there is no test. */
  split: Split
  result: EvaluateResult
  /** SVG documents of this program's own making. */
  curves: readonly string[]
  mistakes: readonly Mistake[]
  figures: readonly SavedFigure[]
}

export interface Mistake extends JudgedPhotograph {
  /** A data URI; null where the photograph is not there any more, undefined where it is one too many. */
  picture: string | null | undefined
}

export interface SavedFigure {
  /** Its file's name. */
  name: string
  /** A data URI. */
  picture: string
}

/** Numbers as the language writes them. */
export function numbersIn(language: Language) {
  const fixed = (value: number, digits: number): string =>
    value.toLocaleString(language, { minimumFractionDigits: digits, maximumFractionDigits: digits })
  return {
    count: (value: number): string => value.toLocaleString(language),
    fixed,
    percent: (share: number, digits = 1): string => `${fixed(100 * share, digits)}\u00a0%`,
    interval: ([low, high]: readonly [number, number]): string =>
      `${Math.round(100 * low)}–${Math.round(100 * high)}\u00a0%`,
    date: (iso: string): string => new Date(iso).toLocaleString(language, { dateStyle: 'long', timeStyle: 'short' }),
  }
}
export type Numbers = ReturnType<typeof numbersIn>
