import type { JobProgress, ServerMessage } from '../../contract/index.ts'

/** The runs that wait or train, by job. */
export type Trainings = ReadonlyMap<number, JobProgress>

/** What is training after the shell has said this. A stopped engine trains nothing. */
export function afterMessage(trainings: Trainings, message: ServerMessage): Trainings {
  if (!('event' in message)) return trainings
  if (message.event === 'engine-changed') {
    const { state } = message.payload as { state: string }
    return state === 'stopped' && trainings.size > 0 ? new Map() : trainings
  }
  if (message.event !== 'job-progressed') return trainings
  const progress = message.payload as JobProgress
  if (progress.request !== 'start-run') return trainings
  const next = new Map(trainings)
  if (progress.state === 'waiting' || progress.state === 'running') next.set(progress.job, progress)
  else next.delete(progress.job)
  return next
}

/** For the dock or taskbar: 0 to 1; 2, as Electron has it, when it is not known; -1 for no bar. */
export function barOf(trainings: Trainings): number {
  const running = [...trainings.values()].find(({ state }) => state === 'running')
  if (!running) return trainings.size > 0 ? 2 : -1
  return running.total > 0 ? Math.min(1, running.done / running.total) : 2
}
