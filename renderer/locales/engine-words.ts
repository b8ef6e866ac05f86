import type { Failure, Language } from '../../contract/index.ts'
import { engineKo } from './engine-ko.ts'

interface Sentence {
  pattern: RegExp
  korean: string
}

/** What stands for a value in an English sentence; in its Korean one it is `{0}`, `{1}`, by its place. */
const gap = '{}'
const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

let known: Sentence[] | null = null

/** Those with most words of their own first: `{} is damaged.` fits much. */
function sentences(): Sentence[] {
  known ??= Object.entries(engineKo)
    .sort(([a], [b]) => ownLength(b) - ownLength(a))
    .map(([english, korean]) => ({
      pattern: new RegExp(`^${english.split(gap).map(escaped).join('([^]*?)')}$`),
      korean,
    }))
  return known
}
const ownLength = (english: string): number => english.replaceAll(gap, '').length

/** What the engine said, in the language of the screens; as it said it where there are no words for it. */
export function engineWords(text: string, language: Language): string {
  if (language === 'en' || text === '') return text
  for (const { pattern, korean } of sentences()) {
    const found = pattern.exec(text)
    // A value may itself be a part of a sentence: ` during start-run`, `this computer`.
    if (found) {
      return korean.replace(/\{(\d)\}/g, (_, place: string) => engineWords(found[Number(place) + 1] ?? '', language))
    }
  }
  return text
}

/** A failure whose sentences are in the language of the screens; what was found and the file stay as they are. */
export function failureWords(failure: Failure, language: Language): Failure {
  const { message, expected, found, remedy } = failure
  return {
    ...failure,
    message: engineWords(message, language),
    ...(expected ? { expected: engineWords(expected, language) } : {}),
    ...(found ? { found: engineWords(found, language) } : {}),
    ...(remedy ? { remedy: engineWords(remedy, language) } : {}),
  }
}
