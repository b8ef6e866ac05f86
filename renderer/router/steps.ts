/** The screens of a project, in the order in which a person goes through them. */
export const steps = ['data', 'model', 'train', 'inside', 'judge', 'use'] as const
export type Step = (typeof steps)[number]
