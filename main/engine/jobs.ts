import type { Call, Outcome, Router } from './router.ts'

/** The requests under way, by id. */
export interface Jobs {
  start(call: Pick<Call, 'id' | 'request' | 'input' | 'emit'>): Promise<Outcome>
  /** Asks a job to stop at its next step, with that reason. One that is not there any more is left in peace. */
  stop(id: number, reason: Error): void
  all(): { id: number; begun: boolean }[]
  allSettled(): Promise<void>
}

export function createJobs(route: Router): Jobs {
  const jobs = new Map<number, { begun: boolean; controller: AbortController; settled: Promise<unknown> }>()
  return {
    start: async (call) => {
      const controller = new AbortController()
      const job = { begun: false, controller, settled: Promise.resolve() as Promise<unknown> }
      jobs.set(call.id, job)
      const result = route({ ...call, signal: controller.signal, onBegin: () => (job.begun = true) })
      job.settled = result
      return result.finally(() => jobs.delete(call.id))
    },
    stop: (id, reason) => jobs.get(id)?.controller.abort(reason),
    all: () => [...jobs].map(([id, { begun }]) => ({ id, begun })),
    allSettled: async () => void (await Promise.all([...jobs.values()].map(({ settled }) => settled))),
  }
}
