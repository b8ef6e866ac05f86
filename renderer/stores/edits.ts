import { defineStore } from 'pinia'
import { computed, ref, watch } from 'vue'
import { failureOf, type Edit, type Failure } from '../../contract/index.ts'
import { useClient } from '../client/index.ts'
import { useProjectStore } from './project.ts'

/** What a person changes in the open project's data set. Every step can be undone; the photographs are not touched. */
export const useEditsStore = defineStore('edits', () => {
  const client = useClient()
  const project = useProjectStore()
  const failure = ref<Failure | null>(null)
  const busy = ref(false)
  /** Steps are sent one after the other: an undo means the step before it. */
  let last: Promise<unknown> = Promise.resolve()
  watch(
    () => project.folder,
    () => (failure.value = null),
  )

  function ask(step: 'do' | 'undo' | 'redo', edits: Edit[] = []): Promise<boolean> {
    const folder = project.folder
    const next = last.then(async () => {
      if (!folder) return false
      busy.value = true
      try {
        const state = await client.request('edit-photographs', { project: folder, step, edits })
        if (folder === project.folder) project.show(state)
        failure.value = null
        return true
      } catch (error) {
        failure.value = failureOf(error)
        return false
      } finally {
        busy.value = false
      }
    })
    last = next
    return next
  }

  const edits = computed(() => project.state?.edits ?? { undo: null, redo: null })
  return {
    failure,
    busy,
    undoable: computed(() => edits.value.undo),
    redoable: computed(() => edits.value.redo),
    /** Whether it was done. */
    edit: (...all: Edit[]) => ask('do', all),
    undo: () => (edits.value.undo ? ask('undo') : Promise.resolve(false)),
    redo: () => (edits.value.redo ? ask('redo') : Promise.resolve(false)),
  }
})
