import { defineStore } from 'pinia'
import { ref } from 'vue'
import { failureOf, type Failure, type PlanChoices } from '../../contract/index.ts'
import { useClient } from '../client/index.ts'
import { useProjectStore } from './project.ts'

/** Starting and ending runs. The answer comes when a run ends, so it is waited for here and not on a screen that may be left. */
export const useTrainingStore = defineStore('training', () => {
  const client = useClient()
  const project = useProjectStore()
  const starting = ref(false)
  const failure = ref<Failure | null>(null)

  async function start(choices: PlanChoices, resume?: string): Promise<void> {
    if (!project.folder || starting.value) return
    starting.value = true
    failure.value = null
    project.chosenRun = resume ?? null
    try {
      await client.request('start-training', { project: project.folder, choices, ...(resume ? { resume } : {}) })
    } catch (error) {
      const value = failureOf(error)
      // A lost connection ends the waiting, not the run; a pause ends the run as it was asked to.
      if (!['cancelled', 'paused', 'connection-lost'].includes(value.code)) failure.value = value
    } finally {
      starting.value = false
      await project.load()
    }
  }

  async function end(run: string, how: 'pause' | 'stop'): Promise<void> {
    if (!project.folder) return
    try {
      await client.request('end-run', { project: project.folder, run, how })
    } catch (error) {
      failure.value = failureOf(error)
    }
  }

  return { starting, failure, start, end }
})
