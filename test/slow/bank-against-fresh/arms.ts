import type { Preprocessing } from '../../../contract/index.ts'

/** Said before it was run: bank:4 is good if the worse end of each interval is within these. */
export const good = { balancedAccuracy: 0.03, logLoss: 0.05 }

/**
 * How the training part of a fold is shown to the head, epoch by epoch: `fresh`, a new draw of each photograph; `bank:K`,
 * the first K of these, cycled; `none`, as they are.
 */
export type Arm = 'fresh' | 'none' | `bank:${number}`

/** Which draws' features an arm shows in an epoch: their epoch, or null for none. */
export function epochShown(arm: Arm, epoch: number): number | null {
  if (arm === 'none') return null
  return arm === 'fresh' ? epoch : epoch % Number(arm.slice('bank:'.length))
}

export interface Protocol {
  title: string
  arms: readonly Arm[]
  preprocess: Preprocessing
  /** After which epochs every head is judged. */
  judgedAfter: readonly number[]
}

/** The recipe's own epochs, on which the verdict rests. */
export const recipeEpochs = 30

/** What was said in advance, going on to twice the recipe's epochs. */
export const stated: Protocol = {
  title: 'What a bank of draws costs',
  arms: ['fresh', 'bank:4', 'none'],
  preprocess: 'imagenet',
  judgedAfter: [10, 20, 30, 45, 60],
}

/** How many draws are enough, asked when four were not. */
export const further: Protocol[] = [
  {
    title: 'What larger banks cost',
    arms: ['fresh', 'bank:4', 'bank:8', 'bank:16', 'none'],
    preprocess: 'imagenet',
    judgedAfter: [30],
  },
  {
    title: 'The same with the book’s 1/255',
    arms: ['fresh', 'bank:4', 'bank:8', 'bank:16', 'none'],
    preprocess: 'rescale',
    judgedAfter: [30],
  },
]

export const classes = ['fish', 'fruit', 'leafy', 'vegetables']
export const seeds = [0, 1, 2, 3, 4]
export const folds = 5

/** The book's head and step over a frozen base (5.3): no dropout. */
export const head = { units: 256, dropout: 0 }
export const batch = 20
export const learningRate = 2e-5
