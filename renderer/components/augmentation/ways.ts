import type { AugmentationWay } from '../../../contract/index.ts'

/** What a way of augmenting takes; null where this computer has not measured it. */
export interface Price {
  /** Seconds before the first epoch. */
  once: number | null
  /** Seconds of one epoch. */
  epoch: number | null
  /** Bytes on disk. */
  bytes: number
}

export const wayKinds = ['none', 'bank', 'fresh'] as const
export type WayKind = (typeof wayKinds)[number]

export const kindOf = (way: AugmentationWay): WayKind => (way === 'none' || way === 'fresh' ? way : 'bank')
