import { stat } from 'node:fs/promises'
import { fail, type PixelRule, type Preprocessing } from '../../contract/index.ts'
import { currentPixelRule } from '../dataset/index.ts'
import {
  keepModelHints,
  readKerasModel,
  readModelHints,
  type KerasModelFile,
  type ModelHints,
} from '../formats/index.ts'
import { shapesOf, stacked, type Network, type Weights } from '../network/index.ts'
import { findBase, preprocessingNetwork } from '../zoo/index.ts'

/** A model that takes raw pixels 0 … 255. */
export interface DescribedModel {
  /** From pixels to the output. */
  network: Network
  weights: Weights
  /** Null where nobody has said. */
  classes: readonly string[] | null
  pixels: PixelRule
  /** The input and what changes pixels before the first layer that learned. */
  preprocessing: ReadonlySet<string>
  /** Layers that the file says may not change. */
  frozen: readonly string[]
}

/** Pixels a side for a model that takes any size. */
const anySize = 150

/**
 * Opens a model file and puts the preprocessing under it that it does not carry. A model that Thaw saved says everything
 * itself; what another does not say is taken from the hints, else from those that were kept beside the file before. A
 * Rescaling that the file begins with is its preprocessing.
 *
 * @param needs what the caller cannot do without
 * @throws `model-unexplained`, `model-input`, and what `readKerasModel` throws
 */
export async function describeModel(
  path: string,
  hints: ModelHints,
  needs: { classes: boolean },
): Promise<DescribedModel> {
  const file = await readKerasModel(path)
  const { metadata, outline, network, weights } = file
  if (metadata) {
    const { classes, pixels } = metadata
    const own = network.layers.filter(({ name, kind }) => kind === 'InputLayer' || name === 'preprocessing')
    const preprocessing = new Set(own.map(({ name }) => name))
    return { network, weights, classes, pixels, preprocessing, frozen: outline.frozen }
  }
  const known = await withKept(path, hints)
  const carries = network.layers[1]?.kind === 'Rescaling'
  const lacks = [
    ...(known.preprocess || carries ? [] : ['preprocess']),
    ...(known.classes || !needs.classes ? [] : ['classes']),
  ]
  if (lacks.length > 0) throw unexplained(path, lacks)
  const size = sizeOf(file, path)
  const sized = atSize(network, size)
  const pixels: PixelRule = { ...currentPixelRule, size, fit: 'stretch' }
  const classes = known.classes ?? null
  if (!known.preprocess) {
    const preprocessing = new Set(network.layers.slice(0, 2).map(({ name }) => name))
    return { network: sized, weights, classes, pixels, preprocessing, frozen: outline.frozen }
  }
  return { ...withPreprocessing(sized, weights, known.preprocess, size), classes, pixels, frozen: outline.frozen }
}

/** Puts a preprocessing under a network: layers of its own, whatever those of the network are named. */
export function withPreprocessing(network: Network, weights: Weights, how: Preprocessing, size: number) {
  const under = preprocessingNetwork(findBase('vgg16'), how, size)
  return {
    network: stacked(network.name, under.network, network),
    weights: new Map([...under.weights, ...weights]),
    preprocessing: new Set(under.network.layers.map(({ name }) => name)),
  }
}

/** The same network for pictures of `size` pixels a side. */
export function atSize(network: Network, size: number): Network {
  const [input, ...rest] = network.layers
  return { ...network, layers: [{ ...input!, config: { ...input!.config, shape: [size, size, 3] } }, ...rest] }
}

async function withKept(path: string, hints: ModelHints): Promise<ModelHints> {
  const kept = await readModelHints(path)
  const known: ModelHints = { preprocess: hints.preprocess ?? kept.preprocess, classes: hints.classes ?? kept.classes }
  if (JSON.stringify(known) !== JSON.stringify(kept)) await keepModelHints(path, known)
  return known
}

function sizeOf({ network }: KerasModelFile, path: string): number {
  const [height, width, channels] = shapesOf(network).get(network.layers[0]!.name)!
  if (channels !== 3 || height !== width || (height !== null && (height! < 32 || height! > 1024))) {
    throw fail('model-input', `${path} does not take square colour pictures.`, {
      expected: '(None, size, size, 3), size from 32 to 1024',
      found: `(None, ${height}, ${width}, ${channels})`,
      file: path,
    })
  }
  return height ?? anySize
}

function unexplained(path: string, lacks: readonly string[]) {
  const words = { preprocess: 'how it takes photographs', classes: 'what its classes are' }
  return fail(
    'model-unexplained',
    `${path} does not say ${lacks.map((lack) => words[lack as 'classes']).join(' or ')}.`,
    {
      expected: `a model that Thaw saved, or the settings ${lacks.join(' and ')}`,
      found: lacks.join(','),
      file: path,
      remedy:
        'Add --preprocess imagenet or rescale, and --classes with the names in order, separated by commas. It is asked once and kept beside the file.',
    },
  )
}

/** What a model's file was when it was read, for keys of what is made from it. */
export async function stampOf(path: string): Promise<[string, number, number]> {
  const { size, mtimeMs } = await stat(path)
  return [path, size, mtimeMs]
}
