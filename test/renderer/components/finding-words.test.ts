import { expect, it } from 'vitest'
import type { Composer } from 'vue-i18n'
import type { Finding } from '../../../contract/index.ts'
import { findingNote } from '../../../renderer/components/data/finding-words.ts'
import { createLocales } from '../../../renderer/locales/index.ts'

const method = 'confident learning, 5-fold ridge regression on VGG16 features'
const finding = { kind: 'wrong-label', facts: { method, count: 2 } } as unknown as Finding
const format = { number: String, percent: String }

it('says how probably wrong labels were found in the language of the screen', () => {
  const words = createLocales().global as unknown as Composer
  words.locale.value = 'en'
  expect(findingNote(finding, words, format)).toContain(method)
  words.locale.value = 'ko'
  const korean = findingNote(finding, words, format)
  expect(korean).toContain('VGG16')
  expect(korean).not.toMatch(/learning|regression|features/)
})
