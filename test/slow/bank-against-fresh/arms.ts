// The measurement's settings. Said before it was run: bank:4 is good if the worse end of each interval is within these.
export const good = { balancedAccuracy: 0.03, logLoss: 0.05 }

/** How the training part of a fold is shown to the head, epoch by epoch. */
export const arms = ['fresh', 'bank:4', 'none'] as const
export type Arm = (typeof arms)[number]

export const classes = ['fish', 'fruit', 'leafy', 'vegetables']
export const seeds = [0, 1, 2, 3, 4]
export const folds = 5
export const bank = 4

/** After which epochs every head is judged: the recipe's thirty, and what comes of going on. */
export const judgedAfter = [10, 20, 30, 45, 60]
/** The recipe's own, on which the verdict rests. */
export const recipeEpochs = 30

/** The book's head and step over a frozen base (5.3): no dropout. */
export const head = { units: 256, dropout: 0 }
export const batch = 20
export const learningRate = 2e-5
