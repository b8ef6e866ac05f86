import type { Composer } from 'vue-i18n'
import type { Finding, FindingCase, Remedy } from '../../../contract/index.ts'
import { engineWords } from '../../locales/engine-words.ts'

type Words = Pick<Composer, 't' | 'te' | 'locale'>
interface Format {
  number: (value: number) => string
  percent: (share: number, digits?: number) => string
}

const shares = ['inside', 'outside', 'confidence']

/** A finding's facts as a sentence shows them: splits by their names, shares in per cent, numbers as the language writes them. */
function shown(given: Finding['facts'], { t, te, locale }: Words, format: Format): Record<string, string> {
  const { bits, by } = given
  const isNear = typeof bits === 'number' && typeof by === 'string'
  const near = isNear && t(by ? 'findings.methods.features' : 'findings.methods.hash', { bits, by })
  const facts = { ...given, ...(near && { method: near }) }
  const names = (value: string): string => (te(`splits.${value}`) ? t(`splits.${value}`) : value)
  return Object.fromEntries(
    Object.entries(facts).map(([key, value]) => {
      if (typeof value === 'number')
        return [key, shares.includes(key) ? format.percent(value, 0) : format.number(value)]
      if (key === 'method') return [key, engineWords(value, locale.value === 'ko' ? 'ko' : 'en')]
      return [key, ['split', 'kept', 'from'].includes(key) ? value.split(', ').map(names).join(', ') : value]
    }),
  )
}

function sentence(key: string, facts: Finding['facts'], words: Words, format: Format): string | null {
  if (!words.te(key)) return null
  const count = typeof facts['count'] === 'number' ? facts['count'] : 1
  return words.t(key, shown(facts, words, format), count)
}

/** What was found, in the window's language; in English where it has no words for it yet. */
export function findingTitle({ kind, facts, evidence }: Finding, words: Words, format: Format): string {
  return sentence(`findings.${kind}.title`, facts, words, format) ?? evidence
}

/** Why it matters. */
export function findingNote({ kind, facts, remedy }: Finding, words: Words, format: Format): string {
  return sentence(`findings.${kind}.note`, facts, words, format) ?? remedy
}

/** What one case is about; empty where its pictures say all. */
export function caseNote(kind: string, { facts }: FindingCase, words: Words, format: Format): string {
  return sentence(`findings.${kind}.case`, facts, words, format) ?? ''
}

/** What a remedy's button says. `all`: of the whole finding, not of one case. */
export function remedyWords({ kind, facts }: Remedy, all: boolean, words: Words, format: Format): string {
  const names = [
    ...(all ? [`remedies.${kind}-all`] : []),
    ...('split' in facts ? [`remedies.${kind}-split`] : []),
    `remedies.${kind}`,
  ]
  return names.map((name) => sentence(name, facts, words, format)).find((text) => text !== null) ?? kind
}

/** The picture beside a finding's title. */
export const findingIcons: Record<string, string> = {
  leak: 'i-lucide-copy',
  'near-leak': 'i-lucide-copy',
  duplicates: 'i-lucide-copy',
  'near-duplicates': 'i-lucide-copy',
  'two-labels': 'i-lucide-tags',
  'near-two-labels': 'i-lucide-tags',
  'wrong-label': 'i-lucide-tag',
  imbalance: 'i-lucide-scale',
  'few-photographs': 'i-lucide-scale',
  'empty-split': 'i-lucide-split',
  blank: 'i-lucide-square',
  dark: 'i-lucide-moon',
  'odd-size': 'i-lucide-ratio',
  'class-format': 'i-lucide-file-type',
  'class-size': 'i-lucide-scaling',
  'left-out': 'i-lucide-circle-slash',
}
