import { attribute } from '../attributes.ts'
import { held, type Graph } from '../graph.ts'
import type { Tile } from './winograd-takes.ts'

export interface ThawConvolution {
  /** [3, 3, channels, filters], row-major. */
  kernel: Float32Array
  channels: number
  filters: number
  /** [filters]; none is zeros. */
  bias?: Float32Array
  tile: Tile
  padding: 'same' | 'valid'
  relu: boolean
  /** A 2x2 max-pool with stride 2 and `valid` padding after the ReLU; see `fusesPool`. */
  pool?: boolean
}

/**
 * Adds a node of our own op ThawConv2D to a graph and returns its name. `input`: float32 [batch, height, width,
 * channels]; the output is [batch, height, width, filters]: two less each way with `valid` padding, and with `pool`
 * half of that, rounded down. What is not finite in the input makes every output not finite whose window it lies in,
 * and at most the other outputs of the same tiles. The result is the same to the bit on any number of threads and in
 * any batch; another instruction set gives other bits.
 */
export function thawConvolution(graph: Graph, name: string, input: string, convolution: ThawConvolution): string {
  const { kernel, channels, filters, bias = new Float32Array(filters), tile, padding, relu, pool = false } = convolution
  const weights = [
    held(graph, `${name}/kernel`, kernel, [3, 3, channels, filters]),
    held(graph, `${name}/bias`, bias, [filters]),
  ]
  return graph.add('ThawConv2D', name, [input, ...weights], {
    tile: attribute.int(tile),
    padding: attribute.string(padding.toUpperCase()),
    relu: attribute.bool(relu),
    pool: attribute.bool(pool),
  })
}
