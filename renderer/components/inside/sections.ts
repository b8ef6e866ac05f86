import type { LookLayer } from '../../../contract/index.ts'

/** Channels in a row, and pixels between two. */
export const across = 16
export const gap = 2
export const headHeight = 74

/** Where each layer's grid stands in the scroll. */
export interface Section {
  /** In the network's order. */
  index: number
  layer: LookLayer
  top: number
  height: number
  /** Side of a cell. */
  cell: number
}

/** Side of a cell where a grid may be so wide. */
export const cellOf = (width: number): number =>
  Math.max(14, Math.min(48, Math.floor((width - (across - 1) * gap) / across)))

/** The last layer first, as on the rail; `width` is what a grid may take. */
export function sectionsOf(layers: readonly LookLayer[], width: number): Section[] {
  const cell = cellOf(width)
  let top = 0
  return layers
    .map((layer, index) => ({ layer, index }))
    .toReversed()
    .map(({ layer, index }) => {
      const rows = Math.ceil(layer.shape[3] / across)
      const height = headHeight + rows * (cell + gap) + 20
      const section = { index, layer, top, height, cell }
      top += height
      return section
    })
}

/** Which of the book's sentences belongs to a layer: edges low, parts in the middle, the class high. */
export function depthOf(index: number, count: number): 'low' | 'middle' | 'high' {
  const share = count < 2 ? 0 : index / (count - 1)
  return share < 0.34 ? 'low' : share < 0.67 ? 'middle' : 'high'
}
