import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import {
  failureOf,
  type Failure,
  type Fit,
  type NetworkPreview,
  type PlanChoices,
  type Preprocessing,
} from '../../contract/index.ts'
import { useClient } from '../client/index.ts'
import { stackOf } from '../stack/index.ts'
import { useAppStore } from './app.ts'
import { useProjectStore } from './project.ts'

/** A plan's numbers, each filled in. */
interface Choices {
  epochs: number
  batch: number
  learningRate: number
  head: number
  dropout: number
  /** Pixels, both sides. */
  size: number
  fit: Fit
  preprocess: Preprocessing
  keep: 'last' | 'best'
  earlyStop: number | null
  seed: number
}

/** The book's numbers for a head on a frozen base, and ours, which differ only in how a photograph is prepared. */
const recommended: Choices = {
  epochs: 30,
  batch: 20,
  learningRate: 2e-5,
  head: 256,
  dropout: 0.5,
  size: 150,
  fit: 'stretch',
  preprocess: 'imagenet',
  keep: 'last',
  earlyStop: null,
  seed: 0,
}
const presets = { default: recommended, book: { ...recommended, preprocess: 'rescale' } satisfies Choices }

/** What the next run is to be, and the network that it means. */
export const useChoicesStore = defineStore('choices', () => {
  const client = useClient()
  const app = useAppStore()
  const project = useProjectStore()
  const preset = ref<'default' | 'book'>('default')
  const settings = ref<Choices>({ ...recommended })
  /** Where the line stands; null until moved: on top of the base. */
  const line = ref<number | null>(null)
  const preview = shallowRef<NetworkPreview | null>(null)
  const failure = ref<Failure | null>(null)

  const classes = computed(() => Math.max(2, project.state?.data.classes.length ?? 2))
  const stack = computed(() => (preview.value ? stackOf(preview.value.rows) : null))
  const at = computed(() => Math.min(line.value ?? Infinity, stack.value?.base.length ?? 0))

  async function loadPreview(): Promise<void> {
    const { size, head, dropout } = settings.value
    try {
      preview.value = await client.request('preview-network', { size, head, dropout, classes: classes.value })
      failure.value = null
    } catch (error) {
      failure.value = failureOf(error)
    }
  }

  function usePreset(name: 'default' | 'book'): void {
    preset.value = name
    settings.value = { ...presets[name], seed: settings.value.seed }
  }

  const planChoices = computed<PlanChoices>(() => {
    const { epochs, learningRate, earlyStop, ...rest } = settings.value
    return {
      recipe: 'extract',
      ...(preset.value === 'book' ? { preset: 'book' } : {}),
      ...rest,
      epochs: [epochs],
      learningRate: [learningRate],
      ...(earlyStop === null ? {} : { earlyStop }),
      precision: app.settings.precision,
    }
  })

  watch(
    [() => settings.value.size, () => settings.value.head, () => settings.value.dropout, classes, client.connected],
    () => client.connected.value && loadPreview(),
    { immediate: true },
  )

  return { preset, settings, line, at, stack, preview, failure, planChoices, usePreset, loadPreview }
})
