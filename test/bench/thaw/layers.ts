// node layers.ts FOLDER: each convolution of VGG16's base by itself, as JSON (layer-table.ts).
import { join } from 'node:path'
import { unwatched } from '../../../contract/index.ts'
import { chooseConvolutions, prepareBase } from '../../../main/features/index.ts'
import {
  frozenGraph,
  initialWeights,
  inputShapesOf,
  outputOf,
  shapesOf,
  type Convolutions,
  type Layer,
  type Network,
} from '../../../main/network/index.ts'
import { free, openSession, tensorOf } from '../../../main/tensorflow/index.ts'
import { factsOf, planFrom } from '../../../main/training/index.ts'
import { scale } from '../data.ts'
import type { MeasuredLayers } from '../layer-table.ts'

const rounds = 9

/** Milliseconds of the quickest of some runs of each, in turn, after one that does not count. */
function quickestInTurn(runs: readonly (() => void)[]): number[] {
  const best = runs.map(() => Infinity)
  for (let round = 0; round <= rounds; round++) {
    runs.forEach((run, i) => {
      const start = performance.now()
      run()
      if (round > 0) best[i] = Math.min(best[i]!, performance.now() - start)
    })
  }
  return best
}

/** One convolution with its bias and ReLU, and how to run it on a batch. */
function openAlone(network: Network, convolutions: Convolutions) {
  const size = shapesOf(network).get('input')!.map(Number)
  const session = openSession(
    frozenGraph({ network, weights: initialWeights(network, 1), convolutions, input: 'float32' }),
  )
  const values = new Float32Array(scale.batch * size.reduce((a, b) => a * b, 1)).map((_, i) => (i % 251) / 251)
  const input = tensorOf(values, [scale.batch, ...size])
  return {
    run: () => free(...session.run({ input }, [outputOf(network.output)])),
    close: () => {
      free(input)
      session.close()
    },
  }
}

/** Multiplications of a batch: nine for each channel, filter and output; a tile's (tile + 2)², edges included. */
function multiplications(tile: number, [height, width]: readonly number[], channels: number, filters: number): number {
  const each = scale.batch * channels * filters
  if (tile === 1) return 9 * each * height! * width!
  return (tile + 2) ** 2 * each * Math.ceil(height! / tile) * Math.ceil(width! / tile)
}

async function measure(folder: string): Promise<MeasuredLayers> {
  const plan = planFrom({ weights: join(folder, 'vgg16.h5') }, factsOf('vgg16'))
  const { network } = await prepareBase(plan, unwatched())
  const convolutions = await chooseConvolutions(network, unwatched())
  const shapes = shapesOf(network)
  const layers = network.layers.filter(({ kind, name }) => kind === 'Conv2D' && name.startsWith('block'))
  return {
    batch: scale.batch,
    layers: layers.map((layer) => {
      const [input] = inputShapesOf(layer, shapes)
      const source: Layer = { name: 'input', kind: 'InputLayer', config: { shape: [...input!] }, inputs: [] }
      const alone = { name: layer.name, layers: [source, { ...layer, inputs: ['input'] }], output: layer.name }
      const output = shapes.get(layer.name)!.map(Number)
      const [channels, filters] = [Number(input![2]), output[2]!]
      const tile = convolutions[layer.name] ?? null
      const ways = tile === null ? [{}] : [{}, { [layer.name]: tile }]
      const open = ways.map((way) => openAlone(alone, way))
      const [theirs, ours = null] = quickestInTurn(open.map(({ run }) => run))
      open.forEach(({ close }) => close())
      const direct = multiplications(1, output, channels, filters)
      return {
        name: layer.name,
        input: input!.map(Number),
        filters,
        tile,
        multiplications: { theirs: direct, ours: multiplications(tile ?? 1, output, channels, filters) },
        milliseconds: { theirs: theirs!, ours },
      }
    }),
  }
}

console.log(JSON.stringify(await measure(process.argv[2] ?? '')))
process.exit()
