import { setImmediate } from 'node:timers/promises'
import { z } from 'zod'
import { tileSchema, type Work } from '../../contract/index.ts'
import {
  convolutionParts,
  inputShapesOf,
  ownConvolutionOf,
  shapesOf,
  weightSpecs,
  type Layer,
  type Network,
  type StepConvolutions,
  type StepTiles,
  type Weights,
} from '../network/index.ts'
import {
  free,
  openSession,
  tensorOf,
  tilesWorthTrying,
  type Session,
  type Tensor,
  type Tile,
} from '../tensorflow/index.ts'
import { measuredOnce } from './measured.ts'
import { ownKernelsRun } from './own-kernels.ts'

/** Runs of each way, after one that does not count; the ways take turns, so that what else runs falls on all alike. */
const rounds = 2
/** Photographs at most: more would take long and say the same. */
const largestBatch = 32
/** Our own kernels must be ahead by this factor, so that noise does not choose. */
const worthwhile = 1.05
/** The tiles with the fewest multiplications. */
const tilesTried = 2

/**
 * Convolutions above the line, at the most, of which ours compute the forward pass: its rounding turns ReLUs and max-pools near
 * a tie, and with them the gradients. Five steps of so many agree with Keras to 1e-3, those of more do not (TRAINING.md). Tile
 * 6, which rounds most, is left out there. Nothing hangs on the gradients' own rounding.
 */
const mostForward = 3
const isFineForward = (tile: Tile) => tile !== 6

type Part = keyof StepTiles
const parts: readonly Part[] = ['forward', 'input', 'filter']

const choiceSchema = z.object({
  tile: tileSchema.nullable(),
  /** Milliseconds a batch: `direct`, and each tile tried. */
  milliseconds: z.record(z.string(), z.number()),
})

/** Values that are no special case: time does not depend on them. */
const someValues = (count: number) => new Float32Array(count).map((_, i) => ((i * 7919) % 1009) / 1009 - 0.5)

interface Arm {
  name: string
  session: Session
}

function measure(layer: Layer, input: readonly number[], part: Part, tiles: readonly Tile[], batch: number) {
  const arms: Arm[] = []
  const feeds: Record<string, Tensor> = {}
  const milliseconds: Record<string, number> = {}
  try {
    for (const tile of [null, ...tiles]) {
      const { graph } = convolutionParts(layer, input, tile === null ? {} : { [part]: tile })
      arms.push({ name: tile === null ? 'direct' : String(tile), session: openSession(graph) })
    }
    const { feeds: shapes, batched } = convolutionParts(layer, input, {})
    for (const [name, shape] of Object.entries(shapes)) {
      const whole = batched.has(name) ? [batch, ...shape] : [...shape]
      feeds[name] = tensorOf(someValues(whole.reduce((a, b) => a * b, 1)), whole)
    }
    for (let round = 0; round <= rounds; round++)
      for (const { name, session } of arms) {
        const start = performance.now()
        free(...session.run(feeds, [part]))
        const took = performance.now() - start
        if (round > 0) milliseconds[name] = Math.min(milliseconds[name] ?? Infinity, took)
      }
  } finally {
    free(...Object.values(feeds))
    for (const { session } of arms) session.close()
  }
  const best = tiles.toSorted((a, b) => milliseconds[a]! - milliseconds[b]!)[0]
  const isAhead = best !== undefined && milliseconds[best]! * worthwhile < milliseconds.direct!
  return { tile: isAhead ? best : null, milliseconds }
}

/** Where a training step takes place: see `TrainingOptions`. */
export interface StepPlace {
  network: Network
  frozen: Weights
}

/** Whether the forward pass of these places can be ours. */
export const isForwardOurs = (networks: readonly Network[]): boolean =>
  networks.every(({ layers }) => layers.filter(({ kind }) => kind === 'Conv2D').length <= mostForward)

/** The parts of a convolution that a step computes and our own kernels can: which, and the tiles to try. */
function partsOf({ network, frozen }: StepPlace, layer: Layer, forward: boolean): { part: Part; tiles: Tile[] }[] {
  const shapes = shapesOf(network)
  const own = ownConvolutionOf(layer, inputShapesOf(layer, shapes))
  if (!own) return []
  const [, , channels, filters] = own.kernel
  const [input, output] = [inputShapesOf(layer, shapes)[0]!, shapes.get(layer.name)!]
  const learns = (path: string) => !frozen.has(path)
  const below = network.layers.slice(0, network.layers.indexOf(layer)).map(({ name }) => name)
  const isBelow = (path: string) => below.includes(path.slice(0, path.lastIndexOf('/')))
  const computed: Record<Part, boolean> = {
    forward,
    input: weightSpecs(network).some(({ path, trainable }) => trainable && learns(path) && isBelow(path)),
    filter: learns(`${layer.name}/kernel`),
  }
  // Taken back, a convolution has its channels for filters and the size of its input.
  const tilesOf: Record<Part, Tile[]> = {
    forward: tilesWorthTrying(own.kernel, [Number(output[0]), Number(output[1])]).filter(isFineForward),
    input: tilesWorthTrying([3, 3, filters, channels], [Number(input[0]), Number(input[1])]),
    filter: tilesWorthTrying(own.kernel, [Number(output[0]), Number(output[1])]),
  }
  const isWide = (part: Part) => part === 'forward' || tilesWorthTrying([3, 3, channels, filters], [1, 1])[0] !== 1
  return parts
    .filter((part) => computed[part] && isWide(part))
    .map((part) => ({ part, tiles: tilesOf[part].slice(0, tilesTried) }))
}

/**
 * For each 3×3 convolution of a training step and each of its parts (forward, the input's gradient, the kernel's), what
 * computes it fastest on this machine: TensorFlow, or our own kernels with which tile, their transform of a kernel that
 * changes included; forward only above a high line. Each kind of convolution is measured once and remembered. Empty on
 * a GPU, or where our kernels are not loaded.
 */
export async function chooseStepConvolutions(
  places: readonly StepPlace[],
  batch: number,
  work: Work,
): Promise<StepConvolutions> {
  if (!ownKernelsRun()) return {}
  const chosen: Record<string, Record<string, Tile>> = {}
  const forward = isForwardOurs(places.map(({ network }) => network))
  const all = places.flatMap((place) => place.network.layers.map((layer) => ({ place, layer })))
  const photographs = Math.min(batch, largestBatch)
  for (const [done, { place, layer }] of all.entries())
    for (const { part, tiles } of partsOf(place, layer, forward)) {
      const input = inputShapesOf(layer, shapesOf(place.network))[0]!.map(Number)
      const { name: _, ...rest } = layer
      const subject = { ...rest, inputs: null, size: input, part, batch: photographs }
      const { tile } = await measuredOnce('step-convolution', subject, choiceSchema, async () => {
        work.progress('measure', done, all.length, 'batches')
        await setImmediate() // lets a cancel in
        work.signal.throwIfAborted()
        return measure(layer, input, part, tiles, photographs)
      })
      if (tile !== null) chosen[layer.name] = { ...chosen[layer.name], [part]: tile }
    }
  return chosen
}
