import { computed, watchEffect } from 'vue'
import { useI18n } from 'vue-i18n'
import type { Language } from '../../contract/index.ts'
import { useAppStore } from '../stores/index.ts'

/** The language of the screens: as chosen, else as the system. Call `apply` once, at the top. */
export function useLanguage() {
  const app = useAppStore()
  const { locale } = useI18n()
  const language = computed<Language>(() => app.settings.language ?? app.state?.systemLanguage ?? systemLanguage())
  return {
    language,
    choose: (chosen: Language) => app.saveSettings({ language: chosen }),
    apply: () =>
      watchEffect(() => {
        locale.value = language.value
        document.documentElement.lang = language.value
      }),
  }
}

function systemLanguage(): Language {
  return navigator.language.startsWith('ko') ? 'ko' : 'en'
}
