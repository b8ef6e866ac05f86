import { defineStore } from 'pinia'
import { ref } from 'vue'
import { failureOf, type Failure, type RunRecord } from '../../contract/index.ts'
import { useClient } from '../client/index.ts'
import { useProjectStore } from './project.ts'

/** What a person says of runs: names, notes, and which are put aside. */
export const useRunsStore = defineStore('runs', () => {
  const client = useClient()
  const project = useProjectStore()
  const failure = ref<Failure | null>(null)
  /** The last that was deleted, while it can be brought back. */
  const removed = ref<{ project: string; run: string } | null>(null)

  async function attempt(work: (project: string) => Promise<unknown>): Promise<boolean> {
    if (!project.folder) return false
    failure.value = null
    try {
      await work(project.folder)
      return true
    } catch (error) {
      failure.value = failureOf(error)
      return false
    } finally {
      await project.load()
    }
  }

  return {
    failure,
    removed,
    edit: (run: string, change: Partial<Pick<RunRecord, 'title' | 'note'>>) =>
      attempt((folder) => client.request('edit-run', { project: folder, run, ...change })),
    remove: (run: string) =>
      attempt(async (folder) => {
        await client.request('delete-run', { project: folder, run })
        removed.value = { project: folder, run }
        if (project.chosenRun === run) project.chosenRun = null
      }),
    async restore(): Promise<void> {
      const last = removed.value
      if (!last || last.project !== project.folder) return
      if (await attempt((folder) => client.request('restore-run', { project: folder, run: last.run })))
        removed.value = null
    },
  }
})
