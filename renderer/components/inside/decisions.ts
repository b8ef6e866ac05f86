import type { Look } from '../../../contract/index.ts'

/** Convolutions that a decision can be explained over, the last first. */
export const convolutionsOf = ({ layers }: Look): string[] =>
  layers
    .filter(({ kind }) => kind.includes('Conv'))
    .map(({ name }) => name)
    .toReversed()

export interface Answer {
  class: string
  probability: number
}

/** What the model says of a photograph, surest first; empty where it decides nothing, or nobody said what its outputs mean. */
export function answersOf({ classes, probabilities }: Look): Answer[] {
  if (!classes || !probabilities) return []
  return classes
    .map((name, i) => ({ class: name, probability: probabilities[i] ?? 0 }))
    .sort((a, b) => b.probability - a.probability)
}

/** The class to set beside the one that was said: the true one where that is another, else the runner-up. */
export function otherThan(answers: readonly Answer[], truth: string | null): string | null {
  const [said, next] = answers
  const isKnown = truth !== null && answers.some((answer) => answer.class === truth)
  return isKnown && truth !== said?.class ? truth : (next?.class ?? null)
}
