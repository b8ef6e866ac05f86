import type { LookLayer } from '../../../contract/index.ts'

/** How one layer of two networks answers to the same photograph. */
export interface LayerChange {
  layer: string
  /** In each network's order. */
  at: [number, number]
  /** |a − b| over |a| of the channels' means: 0 where both answer alike. */
  change: number
  /** Share of the values that are 0. */
  zeros: [number, number]
  /** Channels, the most changed first; those that did not change are left out. */
  channels: number[]
}

/** Layers that two networks share, by name and number of channels, from the input up. */
export function changesOf(first: readonly LookLayer[], second: readonly LookLayer[]): LayerChange[] {
  return first.flatMap((layer, at) => {
    const other = second.findIndex(({ name, shape }) => name === layer.name && shape[3] === layer.shape[3])
    const beside = second[other]
    if (!beside) return []
    const by = layer.mean.map((mean, channel) => Math.abs(mean - beside.mean[channel]!))
    const size = Math.hypot(...layer.mean)
    const change = Math.hypot(...by) / (size || 1)
    const channels = [...by.keys()].filter((channel) => by[channel]! > 0).sort((a, b) => by[b]! - by[a]!)
    return [{ layer: layer.name, at: [at, other], change, zeros: [layer.zeros, beside.zeros], channels }]
  })
}
