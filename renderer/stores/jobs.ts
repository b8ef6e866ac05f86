import { defineStore } from 'pinia'
import { computed, shallowRef, watch } from 'vue'
import type { JobProgress } from '../../contract/index.ts'
import { useClient } from '../client/index.ts'
import { useAppStore } from './app.ts'

const over = new Set<JobProgress['state']>(['ended', 'failed', 'cancelled'])

/** Jobs that wait or run, whoever started them, and the engine's last messages. */
export const useJobsStore = defineStore('jobs', () => {
  const client = useClient()
  const app = useAppStore()
  const jobs = shallowRef(new Map<number, JobProgress>())
  const log = shallowRef<{ at: number; level: 'info' | 'warning'; text: string }[]>([])

  client.on('job-progressed', (progress) => {
    const next = new Map(jobs.value)
    if (over.has(progress.state)) next.delete(progress.job)
    else next.set(progress.job, progress)
    jobs.value = next
  })
  client.on('message-logged', (message) => (log.value = [...log.value.slice(-199), { at: Date.now(), ...message }]))
  watch(
    () => app.state?.jobs,
    (known) => (jobs.value = new Map(known?.map((job) => [job.job, job]))),
    { immediate: true },
  )

  const ofRequest = (request: string): JobProgress | null =>
    [...jobs.value.values()].find((job) => job.request === request) ?? null

  return {
    log,
    /** The training job, under whichever name it was asked for. */
    training: computed(() => ofRequest('start-training') ?? ofRequest('start-run')),
    cancel: (job: number) => client.request('cancel-job', { job }),
  }
})
