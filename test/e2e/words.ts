import type { Language } from '../../contract/index.ts'
import { en } from '../../renderer/locales/en.ts'
import { ko } from '../../renderer/locales/ko.ts'

const messages = { en, ko }
type Messages = { [key: string]: string | Messages }

/** What the screens say, so that a test finds things by their words in either language. */
export type Say = (key: string, values?: Record<string, string | number>) => string

export function wordsOf(language: Language): Say {
  return (key, values = {}) => {
    const found = key.split('.').reduce<string | Messages | undefined>((at, part) => {
      return typeof at === 'object' ? at[part] : undefined
    }, messages[language])
    if (typeof found !== 'string') throw new Error(`The screens have no words ${key}.`)
    return found.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole))
  }
}
