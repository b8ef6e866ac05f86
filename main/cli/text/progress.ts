import type { JobProgress } from '../../../contract/index.ts'
import { bytes, duration } from './numbers.ts'

/** What the steps of the work are called. */
const steps: Record<string, string> = {
  unpack: 'Unpacking',
  list: 'Looking for photographs',
  scan: 'Reading photographs',
  'fetch-weights': 'Fetching weights',
  'fetch-samples': 'Fetching sample photographs',
  extract: 'Computing features',
  train: 'Training',
  evaluate: 'Evaluating',
  predict: 'Predicting',
  save: 'Saving',
}

/** One line of a log: `Computing features: 60 of 272 photographs, 12 s left` */
export function progressLine(progress: JobProgress): string {
  const name = nameOf(progress)
  const rest = [amount(progress), timeLeft(progress)].filter(Boolean).join(', ')
  return rest ? `${name}: ${rest}` : name
}

/** The same as a bar, at most `columns` wide. */
export function progressBar(progress: JobProgress, columns: number): string {
  const { done, total } = progress
  const text = [amount(progress), timeLeft(progress)].filter(Boolean).join(', ')
  const name = nameOf(progress)
  const width = Math.min(30, columns - name.length - text.length - 5)
  const bar = total > 0 && width >= 5 ? `${drawn(done / total, width)}  ` : ''
  return `${name}  ${bar}${text}`.trimEnd().slice(0, Math.max(1, columns - 1))
}

function drawn(share: number, width: number): string {
  const full = Math.round(Math.min(1, Math.max(0, share)) * width)
  return '█'.repeat(full) + '░'.repeat(width - full)
}

function nameOf({ state, step }: JobProgress): string {
  return state === 'waiting' ? 'Waiting for its turn' : (steps[step] ?? step)
}

function amount({ done, total, unit }: JobProgress): string {
  if (unit === 'bytes') return total > 0 ? `${bytes(done)} of ${bytes(total)}` : done > 0 ? bytes(done) : ''
  if (total > 0) return `${done} of ${total} ${unit}`
  return done > 0 ? `${done} ${unit}` : ''
}

function timeLeft({ secondsLeft }: JobProgress): string {
  return secondsLeft === null ? '' : `${duration(secondsLeft)} left`
}
