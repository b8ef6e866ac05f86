export const splits = ['train', 'validation', 'test'] as const
export type Split = (typeof splits)[number]

export const fits = ['stretch', 'crop', 'pad'] as const
export type Fit = (typeof fits)[number]
