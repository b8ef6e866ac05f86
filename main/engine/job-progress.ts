import type { JobProgress, Work } from '../../contract/index.ts'
import type { Emit, EventMessage } from './protocol.ts'
import { createRate } from './rate.ts'

/** Milliseconds between two messages of one step. */
const quiet = 250

/** Follows one job, from waiting to its end. */
export interface JobTracker {
  /** What the work calls. */
  progress: Work['progress']
  state(state: JobProgress['state']): void
  /** Takes what another engine says of the job that it does for this one, and tells it under this job's number. */
  relay(emit: Emit): (message: EventMessage) => void
}

/**
 * Turns what a job says of itself into `job-progressed` events: about four a second, and always the first of a step, its
 * completion and every change of state. `now` gives milliseconds.
 */
export function trackJob(
  job: number,
  request: string,
  tell: (progress: JobProgress) => void,
  now: () => number = () => performance.now(),
): JobTracker {
  let current: JobProgress = {
    job,
    request,
    state: 'waiting',
    step: '',
    done: 0,
    total: 0,
    unit: '',
    secondsLeft: null,
  }
  let rate = createRate()
  let told = -Infinity

  return {
    progress(step, done, total, unit) {
      const time = now()
      const anew = step !== current.step || unit !== current.unit || done < current.done
      if (anew) rate = createRate()
      current = { ...current, step, done, total, unit, secondsLeft: rate.secondsLeft(done, total, time / 1000) }
      const complete = total > 0 && done >= total
      if (!anew && !complete && time - told < quiet) return
      told = time
      tell(current)
    },
    state(state) {
      current = { ...current, state, secondsLeft: state === 'running' ? current.secondsLeft : null }
      tell(current)
    },
    relay: (emit) => (message) => {
      if (message.event !== 'job-progressed') return emit(message.event, message.payload)
      // Its end is told here, with the answer.
      if (message.payload.state !== 'waiting' && message.payload.state !== 'running') return
      current = { ...message.payload, job, request }
      tell(current)
    },
  }
}
