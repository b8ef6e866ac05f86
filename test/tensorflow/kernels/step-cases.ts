import type { Tile } from '../../../main/tensorflow/kernels/index.ts'
import type { Part, StepCase } from './step.ts'

const parts: Part[] = ['forward', 'input', 'filter']
const tiles: Tile[] = [2, 3, 4, 6]
const channelsOf = [16, 17, 31, 48, 33, 130]
const filtersOf = [16, 33, 64, 17, 100]

/** Every part and tile with every size; channels, filters and form in turn. Most pictures are not square. */
export function stepCases(sizes: readonly number[]): StepCase[] {
  return parts.flatMap((part, p) =>
    tiles.flatMap((tile, t) =>
      sizes.map((size, s): StepCase => {
        const turn = p + 2 * t + s
        const padding = turn % 2 ? 'valid' : 'same'
        const smallest = padding === 'valid' ? 3 : 1
        const width = turn % 3 === 0 ? size : 1 + ((size * 5) % 23)
        const few = size * width > 200
        return {
          part,
          tile,
          padding,
          height: Math.max(size, smallest),
          width: Math.max(width, smallest),
          batch: 1 + (turn % 3),
          channels: few ? 16 + (turn % 3) : channelsOf[turn % channelsOf.length]!,
          filters: few ? 33 : filtersOf[turn % filtersOf.length]!,
          bias: turn % 4 > 0,
          relu: turn % 3 > 0,
        }
      }),
    ),
  )
}

/** Kernels too large to be transformed whole, in several parts of filters; several blocks of tiles; direct convolution. */
export const largeStepCases: StepCase[] = [
  ...parts.map((part): StepCase => {
    return { part, tile: 6, batch: 1, height: 7, width: 9, channels: 256, filters: 272, padding: 'same', relu: true }
  }),
  ...parts.map((part): StepCase => {
    return { part, tile: 3, batch: 1, height: 5, width: 5, channels: 512, filters: 513, padding: 'valid', bias: true }
  }),
  { part: 'filter', tile: 6, batch: 3, height: 120, width: 121, channels: 64, filters: 16, padding: 'same' },
  { part: 'forward', tile: 1, batch: 2, height: 11, width: 12, channels: 3, filters: 33, padding: 'same', bias: true },
]

export const stepNameOf = (each: StepCase): string => {
  const { part, tile, batch, height, width, channels, filters, padding, bias, relu } = each
  return (
    `${part}, tile ${tile}, ${batch} of ${height}x${width}, ${channels} to ${filters}, ${padding}` +
    (part === 'forward' ? `${bias ? ', bias' : ''}${relu ? ', ReLU' : ''}` : '')
  )
}
