import type { RunView } from '../../../contract/index.ts'
import { isSameButSeed } from '../../stores/draft.ts'
import { keptRow } from './run-stages.ts'

/** Best first by what the model that a run keeps did on the validation photographs; never by the test. Equals: by its loss. */
export function ranked(runs: readonly RunView[]): RunView[] {
  const scored = runs.map((run) => ({ run, row: keptRow(run.record, run.history) }))
  return scored
    .toSorted(
      (a, b) =>
        (b.row?.val_accuracy ?? -1) - (a.row?.val_accuracy ?? -1) ||
        (a.row?.val_loss ?? Infinity) - (b.row?.val_loss ?? Infinity),
    )
    .map(({ run }) => run)
}

export interface Spread {
  mean: number
  /** Of a sample: divided by n − 1; null for one value. */
  deviation: number | null
  least: number
  most: number
}

export function meanAndSpread(values: readonly number[]): Spread | null {
  if (values.length === 0) return null
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  const deviation = values.length > 1 ? Math.sqrt(squares / (values.length - 1)) : null
  return { mean, deviation, least: Math.min(...values), most: Math.max(...values) }
}

/** Finished runs whose plans differ from this one's in nothing but the seed, itself among them; one of each seed. */
export function groupOf(run: RunView, runs: readonly RunView[]): RunView[] {
  const alike = runs.filter(
    ({ record }) => record.state === 'done' && !record.branch && isSameButSeed(record.plan, run.record.plan),
  )
  const bySeed = new Map(alike.toReversed().map((each) => [each.record.plan.seed, each]))
  return [...bySeed.values()].toSorted((a, b) => a.record.plan.seed - b.record.plan.seed)
}

/** Seeds after this run's that its group still lacks to have as many as `count`. */
export function seedsLacking(run: RunView, group: readonly RunView[], count: number): number[] {
  const have = new Set([run, ...group].map(({ record }) => record.plan.seed))
  const lacking: number[] = []
  for (let seed = run.record.plan.seed + 1; have.size + lacking.length < count; seed++)
    if (!have.has(seed)) lacking.push(seed)
  return lacking
}
