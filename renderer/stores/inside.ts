import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import type { ChosenInside, ChosenPicture, Palette } from '../../contract/index.ts'
import { useProjectStore } from './project.ts'

/** What is seen of a network: every channel, what channels look for, a decision, another network beside it, the data set. */
export const insideViews = ['activations', 'filters', 'why', 'compare', 'map'] as const
export type InsideView = (typeof insideViews)[number]

/** What Look inside is about, kept while other screens are seen. */
export const useInsideStore = defineStore('inside', () => {
  const project = useProjectStore()
  /** What a person picked; null: the run that the other screens are about, else the base. */
  const picked = shallowRef<ChosenInside | null>(null)
  /** null: the first test photograph. */
  const picture = shallowRef<ChosenPicture | null>(null)
  const palette = ref<Palette>('viridis')
  /** How much of the overlay is channel, 0 … 100. */
  const strength = ref(70)
  /** Name of the layer that is looked at; null: the first. */
  const layer = ref<string | null>(null)
  const channel = ref<number | null>(null)
  const view = ref<InsideView>('activations')
  /** The convolution that decisions are explained over; null: the last. */
  const over = ref<string | null>(null)
  /** What stands beside in the comparison; null: the first other. */
  const beside = shallowRef<ChosenInside | null>(null)

  const finishedRun = computed(() => {
    const has = ({ files }: { files: { file: string }[] }): boolean => files.some(({ file }) => file === 'model.h5')
    const { run } = project
    return run && has(run) ? run.record.name : (project.runs.find(has)?.record.name ?? null)
  })
  const inside = computed<ChosenInside>(
    () => picked.value ?? (finishedRun.value === null ? { base: 'vgg16' } : { run: finishedRun.value }),
  )

  watch(
    () => project.folder,
    () => {
      picked.value = null
      picture.value = null
      beside.value = null
    },
  )
  // A run chosen at the side is what all screens are about.
  watch(
    () => project.chosenRun,
    () => (picked.value = null),
  )

  return { picked, inside, picture, palette, strength, layer, channel, view, over, beside }
})
