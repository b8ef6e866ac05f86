import { fail, type HandlerInput, type Inside, type PixelRule, type Work } from '../../contract/index.ts'
import { currentPixelRule, decodePhotograph } from '../dataset/index.ts'
import { describeModel, withPreprocessing, type DescribedModel } from '../features/index.ts'
import { initialWeights, layerNamed, shapesOf, type Layer, type Network } from '../network/index.ts'
import { fetchWeights, findBase, loadWeights } from '../zoo/index.ts'

/** A network that takes raw pixels, ready to be looked into. */
export type Subject = DescribedModel

/** Keras classes whose outputs are feature maps worth a picture. */
const seenKinds: ReadonlySet<string> = new Set([
  'Conv2D',
  'DepthwiseConv2D',
  'SeparableConv2D',
  'MaxPooling2D',
  'AveragePooling2D',
])
const convolutions: ReadonlySet<string> = new Set(['Conv2D', 'DepthwiseConv2D', 'SeparableConv2D'])

/** Opens a model file, or a base alone with its weights. @throws what `describeModel`, `fetchWeights`, `loadWeights` throw */
export async function openSubject(inside: Inside, work: Work, needs = { classes: false }): Promise<Subject> {
  if ('model' in inside) {
    const { model, preprocess, classes } = inside
    return describeModel(model, { preprocess, classes }, needs)
  }
  const { size, preprocess } = inside
  const base = findBase(inside.base)
  const network = base.build({ size, includeTop: false })
  const weights =
    inside.weights === 'random'
      ? initialWeights(network, 0)
      : (await (inside.weights === 'imagenet' ? fetchWeights(base, work) : loadWeights(base, inside.weights))).weights
  const pixels: PixelRule = { ...currentPixelRule, size, fit: 'stretch' }
  return { ...withPreprocessing(network, weights, preprocess, size), classes: null, pixels, frozen: [] }
}

/** Convolutions and pools whose outputs are pictures, from the input up; not what only prepares pixels. */
export function seenLayers({ network, preprocessing }: Subject): Layer[] {
  const shapes = shapesOf(network)
  return network.layers.filter(
    ({ name, kind }) => seenKinds.has(kind) && !preprocessing.has(name) && shapes.get(name)!.length === 3,
  )
}

/** A layer by name, or the last convolution. @throws `unknown-layer`, `not-a-picture` */
export function convolutionOf(subject: Subject, name?: string): Layer {
  const seen = seenLayers(subject).filter(({ kind }) => convolutions.has(kind))
  const found = name === undefined ? seen.at(-1) : seen.find((layer) => layer.name === name)
  if (found) return found
  if (name !== undefined) layerNamed(subject.network, name)
  throw fail('not-a-picture', `${name ?? subject.network.name} is no convolution.`, {
    expected: seen.map((layer) => layer.name).join(', ') || 'a network with a convolution',
    found: name,
  })
}

/** The layers asked for, in the network's order; all that can be seen when none is. @throws `unknown-layer`, `not-a-picture` */
export function layersNamed(subject: Subject, names: readonly string[] | undefined): Layer[] {
  const seen = seenLayers(subject)
  for (const name of names ?? []) {
    if (seen.some((layer) => layer.name === name)) continue
    layerNamed(subject.network, name)
    throw fail('not-a-picture', `${name} is no convolution or pooling layer.`, {
      expected: seen.map((layer) => layer.name).join(', '),
      found: name,
    })
  }
  return names === undefined ? seen : seen.filter(({ name }) => names.includes(name))
}

/** A photograph as the network takes it: uint8 RGB (size, size, 3). */
export const pixelsOf = (
  { pixels }: Subject,
  { photograph, sha256 }: Pick<HandlerInput<'look-inside'>, 'photograph' | 'sha256'>,
): Promise<Uint8Array> => decodePhotograph(photograph, pixels, sha256)

/** A layer's output for one photograph: [height, width, channels]. */
export const mapShapeOf = (network: Network, layer: string): [number, number, number] =>
  shapesOf(network).get(layer)!.map(Number) as [number, number, number]
