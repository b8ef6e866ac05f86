import type { Plateau } from './plan.ts'

export const recipes = ['extract', 'augment', 'finetune', 'scratch'] as const
export type Recipe = (typeof recipes)[number]

export const optimizers = ['rmsprop', 'sgd', 'momentum', 'nesterov', 'adam'] as const
export type OptimizerName = (typeof optimizers)[number]

export const classWeightings = ['none', 'balanced'] as const

/** Keras's own defaults. */
export const defaultPlateau: Plateau = { factor: 0.1, patience: 10, minDelta: 1e-4, cooldown: 0, minRate: 0 }
