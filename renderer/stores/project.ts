import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import { failureOf, type Failure, type ProjectState, type RunView } from '../../contract/index.ts'
import { useClient } from '../client/index.ts'
import { useAppStore } from './app.ts'

const remembered = 'thaw.project'

/** The open project, its runs, and which of them the screens are about. */
export const useProjectStore = defineStore('project', () => {
  const client = useClient()
  const app = useAppStore()
  const folder = ref<string | null>(sessionStorage.getItem(remembered))
  const state = shallowRef<ProjectState | null>(null)
  const failure = ref<Failure | null>(null)
  const chosenRun = ref<string | null>(null)
  const chosenClass = ref<string | null>(null)

  async function load(): Promise<void> {
    const project = folder.value
    if (!project) return
    try {
      const answer = await client.request('project-state', { project })
      // Another project may have been opened meanwhile.
      if (project !== folder.value) return
      state.value = answer
      failure.value = null
    } catch (error) {
      if (project === folder.value) failure.value = failureOf(error)
    }
  }

  async function open(project: string | null): Promise<void> {
    folder.value = project
    state.value = null
    failure.value = null
    chosenRun.value = null
    chosenClass.value = null
    if (project) sessionStorage.setItem(remembered, project)
    else sessionStorage.removeItem(remembered)
    // It is the first of the recent ones now.
    await Promise.all([load(), app.load()])
  }

  /** What a request has just answered. */
  function show(answer: ProjectState): void {
    if (answer.project !== folder.value) return
    state.value = answer
    failure.value = null
  }

  const isOpen = (project: string): boolean => project === folder.value

  function changeRun(name: string, change: (run: RunView) => RunView): boolean {
    const current = state.value
    if (!current?.runs.some((run) => run.record.name === name)) return false
    state.value = { ...current, runs: current.runs.map((run) => (run.record.name === name ? change(run) : run)) }
    return true
  }

  client.on('project-changed', ({ project }) => {
    if (isOpen(project)) void load()
  })
  // Whatever ran in it runs no more.
  client.on('engine-changed', ({ state: engine }) => {
    if (engine === 'stopped' && running.value) void load()
  })
  client.on('run-changed', ({ project, run }) => {
    if (!isOpen(project)) return
    // A run that is new, or over, has files and a history that only the state tells.
    if (!changeRun(run.name, (known) => ({ ...known, record: run })) || run.state !== 'running') void load()
  })
  client.on('epoch-ended', ({ project, run, row }) => {
    if (isOpen(project))
      changeRun(run, (known) => ({
        ...known,
        history: [...known.history.filter(({ epoch }) => epoch < row.epoch), row],
      }))
  })
  watch(client.connected, (connected) => connected && load(), { immediate: true })

  const runs = computed<RunView[]>(() => state.value?.runs ?? [])
  const running = computed<RunView | null>(() => runs.value.find(({ record }) => record.state === 'running') ?? null)

  return {
    folder,
    state,
    failure,
    chosenRun,
    chosenClass,
    runs,
    running,
    /** The run that Train and Judge show: the chosen one, else the one that runs, else the newest. */
    run: computed<RunView | null>(
      () => runs.value.find(({ record }) => record.name === chosenRun.value) ?? running.value ?? runs.value[0] ?? null,
    ),
    photographs: computed(() => {
      const counts = state.value?.data.splits
      const total = (split: Record<string, number> | undefined): number =>
        Object.values(split ?? {}).reduce((sum, n) => sum + n, 0)
      const [train, validation, test] = [total(counts?.train), total(counts?.validation), total(counts?.test)]
      return { train, validation, test, all: train + validation + test }
    }),
    open,
    load,
    show,
  }
})
