import { ref } from 'vue'
import { useRouter } from 'vue-router'
import { type DroppedFile, useClient } from '../client/index.ts'
import { useProjectStore } from '../stores/index.ts'
import { useTask } from './use-task.ts'

/** The three ways to a project: a folder chosen, a folder dropped, the sample photographs. Ends on Data. */
export function useOpenFolder() {
  const client = useClient()
  const project = useProjectStore()
  const router = useRouter()
  /** In a browser there is no system dialog for folders of the server: the screen shows ours. */
  const browsing = ref(false)

  const opening = useTask(async (options, folder: string) => {
    const answer = await client.request('open-project', { folder }, options)
    await project.open(answer.project)
    await router.push({ name: 'data' })
  })
  const fetching = useTask(async (options) => {
    const { folder } = await client.request('fetch-samples', {}, options)
    await opening.start(folder)
  })
  const uploaded = ref<{ done: number; total: number } | null>(null)
  const bringing = useTask(async (_options, files: DroppedFile[]) => {
    try {
      const paths = await client.receive(files, (done, total) => (uploaded.value = { done, total }))
      if (paths[0]) await opening.start(paths[0])
    } finally {
      uploaded.value = null
    }
  })

  async function choose(): Promise<void> {
    if (client.platform === 'browser') {
      browsing.value = true
      return
    }
    const { folder } = await client.request('choose-folder', {})
    if (folder) await opening.start(folder)
  }

  return { opening, fetching, bringing, uploaded, browsing, choose }
}
