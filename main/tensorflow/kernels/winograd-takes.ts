/** A convolution as far as it matters here. `kernel`: height, width, input channels of a group, filters. */
export interface ConvolutionKind {
  kernel: readonly [height: number, width: number, channels: number, filters: number]
  strides: readonly [number, number]
  dilation: readonly [number, number]
  padding: 'same' | 'valid'
  groups: number
}

/** Outputs each way of one transform, F(tile x tile, 3 x 3); 1 is direct convolution, for few input channels. */
export type Tile = 1 | 2 | 3 | 4 | 6

// The widest vector: the kernels read and write whole vectors of channels and filters.
const fewest = 16

/** Whether our own op ThawConv2D can stand for this convolution, in float32 with a kernel that does not change. */
export function winogradTakes({ kernel, strides, dilation, groups }: ConvolutionKind): boolean {
  const [height, width, channels, filters] = kernel
  const plain = [...strides, ...dilation, groups].every((value) => value === 1)
  return plain && height === 3 && width === 3 && channels >= 1 && filters >= fewest
}

/**
 * The tiles to measure for a convolution that `winogradTakes`, best first: those that multiply at most 1.5 times as
 * often as the best of them, for where the output's size is no multiple of the tile a part of the work is wasted.
 */
export function tilesWorthTrying(
  kernel: ConvolutionKind['kernel'],
  output: readonly [height: number, width: number],
): Tile[] {
  if (kernel[2] < fewest) return [1]
  const multiplications = (tile: Tile) =>
    (tile + 2) ** 2 * output.reduce((product, size) => product * Math.ceil(size / tile), 1)
  const tiles = ([6, 4, 3, 2] as Tile[]).sort((a, b) => multiplications(a) - multiplications(b))
  const least = multiplications(tiles[0]!)
  return tiles.filter((tile) => multiplications(tile) <= 1.5 * least)
}

/** Whether the op takes the 2x2 max-pool (stride 2, `valid`) that follows into the same pass. */
export const fusesPool = (tile: Tile): boolean => tile % 2 === 0
