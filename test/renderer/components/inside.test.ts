import { createI18n } from 'vue-i18n'
import { expect, test } from 'vitest'
import { deadWords } from '../../../renderer/components/inside/dead-words.ts'
import { messages } from '../../../renderer/locales/index.ts'

test('dead channels are named, in this photograph and over the validation photographs', () => {
  const { t } = createI18n({ legacy: false, locale: 'en', messages }).global
  expect(deadWords({ dead: [] }, null, t)).toBe('none silent')
  expect(deadWords({ dead: [7] }, null, t)).toBe('one silent here: 7')
  expect(deadWords({ dead: [3, 7] }, [], t)).toBe('2 silent here: 3, 7')
  expect(deadWords({ dead: [3, 7] }, [7], t)).toBe('2 silent here: 3, 7; one dead in validation: 7')
  const many = Array.from({ length: 40 }, (_, channel) => channel)
  expect(deadWords({ dead: many }, many, t)).toBe(
    '40 silent here: 0, 1, 2, 3, 4, 5, …; 40 dead in validation: 0, 1, 2, 3, 4, 5, …',
  )
})
