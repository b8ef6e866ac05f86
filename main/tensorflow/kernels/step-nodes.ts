import { attribute } from '../attributes.ts'
import type { Graph } from '../graph.ts'
import type { Tile } from './winograd-takes.ts'

export interface StepConvolution {
  tile: Tile
  padding: 'same' | 'valid'
}

const attributes = ({ tile, padding }: StepConvolution) => ({
  tile: attribute.int(tile),
  padding: attribute.string(padding.toUpperCase()),
})

/**
 * A 3×3 convolution, stride 1, whose kernel is a node that changes with each step: float32 `input` [batch, height,
 * width, channels], `kernel` [3, 3, channels, filters], `bias` [filters] or, for none, [0]. The result is the same to
 * the bit on any number of threads.
 */
export function stepConvolution(
  graph: Graph,
  name: string,
  { input, kernel, bias }: Record<'input' | 'kernel' | 'bias', string>,
  { relu, ...how }: StepConvolution & { relu: boolean },
): string {
  return graph.add('ThawConv2DStep', name, [input, kernel, bias], { ...attributes(how), relu: attribute.bool(relu) })
}

/** Its gradient with respect to the input, from the `gradient` that reaches the output. The tile is 2 at least. */
export function stepInputGradient(
  graph: Graph,
  name: string,
  { kernel, gradient }: Record<'kernel' | 'gradient', string>,
  how: StepConvolution,
): string {
  return graph.add('ThawConv2DInputGradient', name, [kernel, gradient], attributes(how))
}

/** Its gradient with respect to the kernel. The tile is 2 at least. */
export function stepFilterGradient(
  graph: Graph,
  name: string,
  { input, gradient }: Record<'input' | 'gradient', string>,
  how: StepConvolution,
): string {
  return graph.add('ThawConv2DFilterGradient', name, [input, gradient], attributes(how))
}
