import type { JobProgress } from '../../contract/index.ts'
import type { Engine } from '../engine/index.ts'
import { progressBar, progressLine } from './text/progress.ts'

/** Where progress is shown: a terminal, on which a line can be drawn again, or a log. */
export interface Surface {
  isTTY?: boolean
  columns?: number
  write(text: string): unknown
}

export interface ProgressDisplay {
  /** A line that stays. */
  note(text: string): void
  /** Takes the bar away. */
  clear(): void
}

const wipe = '\r\u001b[2K'

/** Milliseconds of waiting that are not worth a word. */
const patience = 1000

/** Shows how far the engine's own jobs are, until `clear`: a bar on a terminal, a line now and then elsewhere. */
export function showProgress(engine: Pick<Engine, 'on'>, surface: Surface): ProgressDisplay {
  const { isTTY = false } = surface
  const isDue = sparingly()
  let waiting: NodeJS.Timeout | undefined

  const show = (progress: JobProgress): void => {
    if (isTTY) surface.write(wipe + progressBar(progress, surface.columns ?? 80))
    else if (isDue(progress, performance.now())) surface.write(`${progressLine(progress)}\n`)
  }
  const clear = (): void => {
    clearTimeout(waiting)
    if (isTTY) surface.write(wipe)
  }
  engine.on('job-progressed', (progress) => {
    if (progress.job < 0) return
    clearTimeout(waiting)
    if (progress.state === 'waiting') waiting = setTimeout(() => show(progress), patience)
    else if (progress.state === 'running' && progress.step !== '') show(progress)
  })
  return {
    clear,
    note: (text) => {
      clear()
      surface.write(`${text}\n`)
    },
  }
}

/**
 * Which progress is worth a line of a log: the first of each step, then one every ten seconds, or after ten per cent
 * more if a second has passed. `now` in milliseconds.
 */
export function sparingly(): (progress: JobProgress, now: number) => boolean {
  let last: { progress: JobProgress; time: number } | null = null
  return (progress, now) => {
    const { state, step, done, total } = progress
    if (last && state === last.progress.state && step === last.progress.step && done >= last.progress.done) {
      const passed = now - last.time
      const farther = total > 0 && (done - last.progress.done) / total >= 0.1
      if (passed < 1000 || (passed < 10_000 && !farther)) return false
    }
    last = { progress, time: now }
    return true
  }
}
