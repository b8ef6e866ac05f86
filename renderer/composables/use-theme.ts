import { computed, watchEffect } from 'vue'
import { useAppStore } from '../stores/index.ts'
import { useMedia } from './use-media.ts'

/** Whether the page is dark now: as chosen, else as the system. Call `apply` once, at the top. */
export function useTheme() {
  const app = useAppStore()
  const system = useMedia('(prefers-color-scheme: dark)')
  const dark = computed(() => app.settings.theme === 'dark' || (app.settings.theme === 'system' && system.value))
  return {
    dark,
    toggle: () => app.saveSettings({ theme: dark.value ? 'light' : 'dark' }),
    apply: () => watchEffect(() => document.documentElement.classList.toggle('dark', dark.value)),
  }
}
