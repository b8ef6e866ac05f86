import { onScopeDispose, ref, shallowRef } from 'vue'
import { useRouter } from 'vue-router'
import type { ImportPreview, LayoutChoice } from '../../contract/index.ts'
import { type DroppedFile, useClient } from '../client/index.ts'
import { useProjectStore } from '../stores/index.ts'
import { useTask } from './use-task.ts'

/** What a person gave, and how it was understood. */
export interface Understood {
  paths: string[]
  preview: ImportPreview
}

/**
 * The ways to a project: folders and archives, chosen or dropped, which are shown as they are understood before they are
 * imported; and the sample photographs. Ends on Data.
 */
export function useOpenFolder() {
  const client = useClient()
  const project = useProjectStore()
  const router = useRouter()
  /** In a browser there is no system dialog for folders of the server: the screen shows ours. */
  const browsing = ref(false)

  /** What waits for a person's word; null: nothing. */
  const understood = shallowRef<Understood | null>(null)

  async function enter(opened: string): Promise<void> {
    understood.value = null
    await project.open(opened)
    await router.push({ name: 'data' })
  }
  const opening = useTask(async (options, paths: string[], layout?: LayoutChoice) => {
    const [folder = '', ...more] = paths
    const answer = await client.request('open-project', { folder, more, layout }, options)
    await enter(answer.project)
  })
  const looking = useTask(async (options, paths: string[], layout?: LayoutChoice) => {
    const [folder = '', ...more] = paths
    const answer = await client.request('preview-project', { folder, more, layout }, options)
    if ('project' in answer) await enter(answer.project)
    else understood.value = { paths, preview: answer.preview }
  })
  const fetching = useTask(async (options) => {
    const { folder } = await client.request('fetch-samples', {}, options)
    await opening.start([folder])
  })
  const uploaded = ref<{ done: number; total: number } | null>(null)
  const bringing = useTask(async (_options, files: DroppedFile[]) => {
    try {
      const paths = await client.receive(files, (done, total) => (uploaded.value = { done, total }))
      if (paths.length > 0) await looking.start(paths)
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
    if (folder) await looking.start([folder])
  }
  async function chooseArchives(): Promise<void> {
    if (client.platform === 'browser') {
      browsing.value = true
      return
    }
    const { files } = await client.request('choose-archives', {})
    if (files.length > 0) await looking.start(files)
  }
  /** The person decided against it. */
  async function decline(): Promise<void> {
    const [folder, ...more] = understood.value?.paths ?? []
    understood.value = null
    opening.cancel()
    if (folder !== undefined) await client.request('drop-preview', { folder, more })
  }

  // A page that is left, by any way, leaves nothing unpacked behind; an import that was begun goes on.
  const leave = (): void => {
    if (understood.value && !opening.busy.value) void decline().catch(() => {})
  }
  window.addEventListener('pagehide', leave)
  onScopeDispose(() => {
    window.removeEventListener('pagehide', leave)
    leave()
  })

  return { opening, looking, fetching, bringing, uploaded, browsing, understood, choose, chooseArchives, decline }
}
