import { computed, shallowRef, watch } from 'vue'
import { useI18n } from 'vue-i18n'
import { steps, type Step } from '../router/steps.ts'
import { useChoicesStore, useProjectStore } from '../stores/index.ts'
import { useFormat } from './use-format.ts'

const iconOf: Record<Step, string> = {
  data: 'i-lucide-images',
  model: 'i-lucide-layers',
  train: 'i-lucide-activity',
  inside: 'i-lucide-scan-eye',
  judge: 'i-lucide-scale',
  use: 'i-lucide-sparkles',
}

/** The steps, what each holds now, and why one cannot be used yet (null: it can). */
export function useSteps() {
  const project = useProjectStore()
  // It asks for the network that it holds: not before there is a project.
  const choices = shallowRef<ReturnType<typeof useChoicesStore> | null>(null)
  watch(
    () => project.state !== null,
    (open) => open && (choices.value ??= useChoicesStore()),
    { immediate: true },
  )
  const format = useFormat()
  const { t } = useI18n()
  const finished = computed(() => project.runs.some(({ files }) => files.some(({ file }) => file === 'model.h5')))

  function holds(step: Step): string {
    if (step === 'data') return project.photographs.all ? format.number(project.photographs.all) : ''
    if (step === 'model') return project.state && choices.value ? network(choices.value) : ''
    if (step !== 'train' || !project.running) return ''
    const { history, record } = project.running
    return `${history.length}/${record.plan.stages.reduce((sum, { epochs }) => sum + epochs, 0)}`
  }

  function network({ recipe, draft }: ReturnType<typeof useChoicesStore>): string {
    return recipe === 'scratch' ? t('model.convnet') : draft.base.toUpperCase()
  }

  function missing(step: Step): string | null {
    if (step === 'data') return null
    if (!project.photographs.all) return t('shell.needsData')
    if (step === 'train' && project.runs.length === 0) return t('shell.needsRun')
    if ((step === 'judge' || step === 'use') && !finished.value) return t('shell.needsModel')
    return null
  }

  return computed(() => steps.map((name) => ({ name, icon: iconOf[name], holds: holds(name), missing: missing(name) })))
}
