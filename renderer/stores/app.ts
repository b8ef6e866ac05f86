import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import { failureOf, type AppState, type EngineState, type Failure, type Settings } from '../../contract/index.ts'
import { useClient } from '../client/index.ts'

/** What the window knows of the application: settings, engine, recent projects. Asked for again after a reconnect. */
export const useAppStore = defineStore('app', () => {
  const client = useClient()
  const state = shallowRef<AppState | null>(null)
  const failure = ref<Failure | null>(null)

  const patch = (change: Partial<AppState>): void => {
    if (state.value) state.value = { ...state.value, ...change }
  }

  async function load(): Promise<void> {
    try {
      state.value = await client.request('app-state', {})
      failure.value = null
    } catch (error) {
      failure.value = failureOf(error)
    }
  }

  async function saveSettings(change: Partial<Settings>): Promise<void> {
    const before = state.value?.settings
    if (before) patch({ settings: { ...before, ...change } })
    try {
      patch({ settings: await client.request('save-settings', change) })
    } catch (error) {
      if (before) patch({ settings: before })
      failure.value = failureOf(error)
    }
  }

  async function forget(project: string): Promise<void> {
    await client.request('forget-project', { project })
    patch({ recent: state.value?.recent.filter((recent) => recent.project !== project) ?? [] })
  }

  /** Why the engine stopped, until it is there again. */
  const engineFailure = ref<Failure | null>(null)
  client.on('engine-changed', (engine) => {
    patch({ engine })
    if (engine.state !== 'starting') engineFailure.value = engine.failure
  })
  client.on('settings-changed', (settings) => patch({ settings }))
  watch(client.connected, (connected) => connected && load(), { immediate: true })

  return {
    state,
    failure,
    settings: computed<Settings>(
      () =>
        state.value?.settings ?? {
          language: null,
          theme: 'system',
          device: 'auto',
          precision: 'auto',
          featuresLimit: null,
        },
    ),
    engine: computed<EngineState | null>(() => state.value?.engine ?? null),
    engineFailure,
    load,
    saveSettings,
    forget,
  }
})
