import { useI18n } from 'vue-i18n'
import type { Failure, Language } from '../../contract/index.ts'
import { engineWords, failureWords } from '../locales/engine-words.ts'

/** What the engine says, in the language of the screens. */
export function useEngineWords() {
  const { locale } = useI18n()
  const language = (): Language => (locale.value === 'ko' ? 'ko' : 'en')
  return {
    say: (text: string): string => engineWords(text, language()),
    failure: (failure: Failure): Failure => failureWords(failure, language()),
  }
}
