import { computed, ref } from 'vue'
import { useI18n } from 'vue-i18n'
import type { ChosenInside } from '../../../contract/index.ts'
import { useInsideStore, useProjectStore } from '../../stores/index.ts'

/** What can be looked into: the project's finished runs, a base alone, or a file; and which of them is. */
export function useNetworks() {
  const project = useProjectStore()
  const store = useInsideStore()
  const { t } = useI18n()
  const choosingFile = ref(false)
  let isFileWanted = false
  /** For the select's content: a dialog that opens before the select has given the focus back is closed by that. */
  const choosing = {
    onCloseAutoFocus(event: Event) {
      if (!isFileWanted) return
      isFileWanted = false
      event.preventDefault()
      choosingFile.value = true
    },
  }

  const runs = computed(() => project.runs.filter(({ files }) => files.some(({ file }) => file === 'model.h5')))
  /** What may be looked into without choosing a file. */
  const networks = computed<{ label: string; value: string; inside: ChosenInside }[]>(() => [
    ...runs.value.map(({ record: { name } }) => ({ label: name, value: `run:${name}`, inside: { run: name } })),
    { label: t('inside.baseAlone', { base: 'VGG16' }), value: 'base:vgg16', inside: { base: 'vgg16' } },
  ])
  const nameOf = (file: string): string => file.split(/[\\/]/).at(-1) ?? file
  const choices = computed(() => [
    ...networks.value.map(({ label, value }) => ({ label, value })),
    ...('file' in store.inside ? [{ label: nameOf(store.inside.file), value: 'file' }] : []),
    { label: t('inside.openFileItem'), value: 'open' },
  ])
  const choice = computed<string>({
    get: () => {
      const { inside } = store
      return 'run' in inside ? `run:${inside.run}` : 'base' in inside ? `base:${inside.base}` : 'file'
    },
    set: (value) => {
      if (value === 'open') isFileWanted = true
      else store.picked = networks.value.find((network) => network.value === value)?.inside ?? store.picked
    },
  })
  const chosenName = computed(() => choices.value.find(({ value }) => value === choice.value)?.label ?? '')
  const others = computed(() => networks.value.filter(({ value }) => value !== choice.value))
  return { choosingFile, choosing, choices, choice, chosenName, others }
}
