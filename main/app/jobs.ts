import { fail, type JobProgress } from '../../contract/index.ts'
import type { Engine } from '../engine/index.ts'

/** Milliseconds after which cancelling a job again means that it does not listen: the engine is then ended. */
const deafness = 5000

/** The engine's jobs, for windows that come later, and how any window ends them. */
export interface Jobs {
  list(): JobProgress[]
  cancel(job: number): void
  /** Ends the run that a project has under way. @throws `run-not-running` */
  end(run: { project: string; run: string }, how: 'pause' | 'stop'): void
  isRunning(project: string, run: string): boolean
  /** Whether anything reads or writes features now. */
  busy(): boolean
}

export function trackJobs(
  engine: Engine,
  tell: (progress: JobProgress) => void,
  now: () => number = () => performance.now(),
): Jobs {
  const jobs = new Map<number, JobProgress>()
  const asked = new Map<number, number>()
  /** Projects with the run that they have under way. The engine does one run at a time. */
  const runs = new Map<string, string>()

  engine.on('job-progressed', (progress) => {
    const { job, state } = progress
    if (state === 'waiting' || state === 'running') jobs.set(job, progress)
    else {
      jobs.delete(job)
      asked.delete(job)
    }
    tell(progress)
  })
  engine.on('run-changed', ({ project, run }) => {
    if (run.state === 'running') runs.set(project, run.name)
    else if (runs.get(project) === run.name) runs.delete(project)
  })
  engine.on('engine-changed', ({ state }) => {
    if (state !== 'stopped') return
    runs.clear()
    asked.clear()
    for (const progress of jobs.values()) tell({ ...progress, state: 'failed', secondsLeft: null })
    jobs.clear()
  })

  const cancel = (job: number, how?: 'pause' | 'finish'): void => {
    const before = asked.get(job)
    if (before !== undefined && now() - before < deafness) return
    asked.set(job, before ?? now())
    engine.cancel(job, how)
  }

  return {
    list: () => [...jobs.values()],
    cancel: (job) => {
      if (jobs.has(job)) cancel(job)
    },
    end({ project, run }, how) {
      const job = [...jobs.values()].find(({ request, state }) => request === 'start-run' && state === 'running')
      if (runs.get(project) !== run || !job) {
        throw fail('run-not-running', `The run ${run} is not running.`, { remedy: 'It may have ended meanwhile.' })
      }
      cancel(job.job, how === 'stop' ? 'finish' : how)
    },
    isRunning: (project, run) => runs.get(project) === run,
    busy: () => [...jobs.values()].some(({ request }) => request === 'start-run'),
  }
}
