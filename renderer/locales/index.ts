import { createI18n } from 'vue-i18n'
import { en } from './en.ts'
import { ko } from './ko.ts'

export const messages = { en, ko }

/** vue-i18n with both languages. English has one and many; Korean needs no plural. */
export function createLocales() {
  return createI18n({
    legacy: false,
    locale: 'en',
    fallbackLocale: 'en',
    messages,
    // Also in what is shipped: the end-to-end tests hear it.
    missing: (locale, key) => console.error(`There are no words ${key} in ${locale}.`),
  })
}
