import { fail, type JobProgress } from '../../contract/index.ts'
import { runUnderWay, type Engine } from '../engine/index.ts'

/** Milliseconds after which cancelling a job again means that it does not listen: the engine is then ended. */
const deafness = 5000

/** The engine's jobs, for windows that come later, and how any window ends them. */
export interface Jobs {
  list(): JobProgress[]
  cancel(job: number): void
  /** Ends the run that a project has under way. @throws `run-not-running`, `run-elsewhere` */
  end(run: { project: string; run: string }, how: 'pause' | 'stop'): void
  /** Here or in another process. */
  isRunning(project: string, run: string): boolean
  /** Whether somebody asked this job to end, also once it has. */
  wasAskedToEnd(job: number): boolean
  /** Whether anything reads or writes features now. */
  busy(): boolean
}

export function trackJobs(
  engine: Engine,
  tell: (progress: JobProgress) => void,
  now: () => number = () => performance.now(),
): Jobs {
  const jobs = new Map<number, JobProgress>()
  /** When each was first asked to end. An engine never gives a number twice. */
  const asked = new Map<number, number>()
  /** Projects with the run that they have under way. The engine does one run at a time. */
  const runs = new Map<string, string>()

  engine.on('job-progressed', (progress) => {
    const { job, state } = progress
    if (state === 'waiting' || state === 'running') jobs.set(job, progress)
    else jobs.delete(job)
    tell(progress)
  })
  engine.on('run-changed', ({ project, run }) => {
    if (run.state === 'running') runs.set(project, run.name)
    else if (runs.get(project) === run.name) runs.delete(project)
  })
  engine.on('engine-changed', ({ state }) => {
    if (state !== 'stopped') return
    runs.clear()
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
      if (runs.get(project) !== run && runUnderWay(project) === run) {
        throw fail('run-elsewhere', `The run ${run} was started by another program.`, {
          remedy: 'End it there: a command with Ctrl-C. What is finished is kept.',
        })
      }
      if (runs.get(project) !== run || !job) {
        throw fail('run-not-running', `The run ${run} is not running.`, { remedy: 'It may have ended meanwhile.' })
      }
      cancel(job.job, how === 'stop' ? 'finish' : how)
    },
    isRunning: (project, run) => runs.get(project) === run || runUnderWay(project) === run,
    wasAskedToEnd: (job) => asked.has(job),
    busy: () => [...jobs.values()].some(({ request }) => request === 'start-run'),
  }
}
