import { setImmediate } from 'node:timers/promises'
import { z } from 'zod'
import { tileSchema, type Work } from '../../contract/index.ts'
import {
  frozenGraph,
  inputShapesOf,
  isFusedPool,
  outputOf,
  ownConvolutionOf,
  shapesOf,
  weightSpecs,
  type Convolutions,
  type Layer,
  type Network,
} from '../network/index.ts'
import { free, openSession, tensorOf, tilesWorthTrying, type Tile } from '../tensorflow/index.ts'
import { measuredOnce, quickest, rememberedOf } from './measured.ts'
import { ownKernelsRun } from './own-kernels.ts'

/** Photographs in the measurement, and its runs: enough to tell the ways apart in a few seconds. */
const batch = 8
const rounds = 3
/** Our own kernels must be ahead by this factor, so that noise does not choose. */
const worthwhile = 1.05

const choiceSchema = z.object({
  tile: tileSchema.nullable(),
  /** Milliseconds a batch: `direct`, and each tile tried. */
  milliseconds: z.record(z.string(), z.number()),
})

/** One convolution, and the pool above it where there is one that could be fused, as a network of its own. */
function alone(network: Network, layer: Layer, input: readonly (number | null)[]): Network {
  const tiles = { [layer.name]: 2 } as const
  const pool = network.layers.find((other) => other.inputs[0] === layer.name && isFusedPool(network, other, tiles, []))
  const source: Layer = { name: 'input', kind: 'InputLayer', config: { shape: [...input] }, inputs: [] }
  const layers = [source, { ...layer, inputs: ['input'] }, ...(pool ? [pool] : [])]
  return { name: layer.name, layers, output: layers.at(-1)!.name }
}

function millisecondsOf(network: Network, convolutions: Convolutions): number {
  const weights = new Map(
    weightSpecs(network).map(({ path, shape }) => {
      const values = new Float32Array(shape.reduce((a, b) => a * b, 1)).map((_, i) => ((i * 7919) % 1009) / 1009 - 0.5)
      return [path, { shape, values }]
    }),
  )
  const session = openSession(frozenGraph({ network, weights, convolutions, input: 'float32' }))
  const size = shapesOf(network).get('input')!.map(Number)
  const values = new Float32Array(batch * size.reduce((a, b) => a * b, 1)).map((_, i) => (i % 251) / 251)
  const input = tensorOf(values, [batch, ...size])
  try {
    return 1000 * quickest(() => free(...session.run({ input }, [outputOf(network.output)])), rounds)
  } finally {
    free(input)
    session.close()
  }
}

function measure(network: Network, layer: Layer, tiles: readonly Tile[]) {
  const milliseconds: Record<string, number> = { direct: millisecondsOf(network, {}) }
  for (const tile of tiles) milliseconds[tile] = millisecondsOf(network, { [layer.name]: tile })
  const best = tiles.toSorted((a, b) => milliseconds[a]! - milliseconds[b]!)[0]
  const isAhead = best !== undefined && milliseconds[best]! * worthwhile < milliseconds.direct!
  return { tile: isAhead ? best : null, milliseconds }
}

/**
 * For each 3×3 convolution of a frozen float32 network, what computes it fastest on this machine: TensorFlow, or our own
 * kernels with which tile. Each kind of convolution is measured once and remembered; without `measure` those that were
 * not measured yet are TensorFlow's. Empty on a GPU, or where our kernels are not loaded.
 */
export async function chooseConvolutions(
  network: Network,
  work: Work,
  { measure: mayMeasure = true } = {},
): Promise<Convolutions> {
  if (!ownKernelsRun()) return {}
  const shapes = shapesOf(network)
  const chosen: Record<string, Tile> = {}
  for (const [done, layer] of network.layers.entries()) {
    const inputs = inputShapesOf(layer, shapes)
    const own = ownConvolutionOf(layer, inputs)
    if (!own) continue
    const output = shapes.get(layer.name)!.map(Number)
    const single = alone(network, layer, inputs[0]!)
    const { name: _, ...rest } = layer
    const subject = { ...rest, inputs: null, size: inputs[0], layers: single.layers.length, batch }
    if (!mayMeasure) {
      const kept = await rememberedOf('convolution', subject, choiceSchema)
      if (kept?.tile) chosen[layer.name] = kept.tile
      continue
    }
    const { tile } = await measuredOnce('convolution', subject, choiceSchema, async () => {
      work.progress('measure', done, network.layers.length, 'batches')
      await setImmediate() // lets a cancel in
      work.signal.throwIfAborted()
      return measure(single, layer, tilesWorthTrying(own.kernel, [output[0]!, output[1]!]))
    })
    if (tile !== null) chosen[layer.name] = tile
  }
  return chosen
}

/**
 * From so many photographs on it repays what TensorFlow does to a graph of constants (VGG16: 0.5 s of processor time, against 0.08 s a
 * photograph), and from so many on measuring. Our own convolutions repay their preparing from the second on, and are taken for one
 * too, which so gets what it gets among others.
 */
const worthPreparing = 10
const worthMeasuring = 60

/**
 * `chooseConvolutions` for a network that about `count` photographs go through before it is closed; null: they are too few for
 * anything but weights that are fed.
 */
export async function convolutionsFor(network: Network, count: number, work: Work): Promise<Convolutions | null> {
  const chosen = await chooseConvolutions(network, work, { measure: count >= worthMeasuring })
  return count < worthPreparing && Object.keys(chosen).length === 0 ? null : chosen
}
