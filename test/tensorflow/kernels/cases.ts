import type { Tile } from '../../../main/tensorflow/kernels/index.ts'
import type { Case } from './convolve.ts'

const tiles: Tile[] = [1, 2, 3, 4, 6]

// Whole vectors and panels, one more, one less, and several blocks of depth; few channels are direct convolution's.
const channelsOf = (tile: Tile) => (tile === 1 ? [1, 3, 5, 16] : [16, 17, 31, 48, 64, 130, 512])
const filtersOf = [16, 17, 32, 33, 64, 100, 512]
const forms = [
  { padding: 'same', bias: true, relu: true, pool: false },
  { padding: 'valid', bias: false, relu: false, pool: false },
  { padding: 'same', bias: true, relu: true, pool: true },
  { padding: 'valid', bias: true, relu: true, pool: true },
  { padding: 'same', bias: false, relu: false, pool: false },
  { padding: 'valid', bias: true, relu: false, pool: false },
  { padding: 'same', bias: true, relu: false, pool: true },
] as const

/**
 * A table of cases: every tile with every size, and channels, filters and form in turn. Most pictures are not square.
 */
export function cases(sizes: readonly number[]): Case[] {
  const table: Case[] = []
  for (const tile of tiles)
    for (const height of sizes) {
      const turn = table.length
      const form = forms[turn % forms.length]!
      const width = turn % 3 === 0 ? height : (height * 7) % 40 || 1
      const smallest = form.padding === 'valid' ? 3 : 1
      const channels = channelsOf(tile)[turn % channelsOf(tile).length]!
      const filters = filtersOf[(turn * 3 + Math.floor(turn / 7)) % filtersOf.length]!
      // A picture of many places has few channels here, or the reference would take minutes.
      const few = height * width > 200
      table.push({
        tile,
        height: Math.max(height, smallest + (form.pool ? 1 : 0)),
        width: Math.max(width, smallest + (form.pool ? 1 : 0)),
        channels: few ? Math.min(channels, 48) : channels,
        filters: few ? Math.min(filters, 33) : filters,
        batch: 1 + (turn % 3),
        ...form,
      })
    }
  return table
}

export const nameOf = ({ tile, height, width, channels, filters, batch, ...form }: Case): string =>
  `tile ${tile}, ${batch} of ${height}x${width}, ${channels} to ${filters}, ${form.padding}` +
  `${form.bias ? ', bias' : ''}${form.relu ? ', ReLU' : ''}${form.pool ? ', pool' : ''}`
