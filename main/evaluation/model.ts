import { fail, type PixelRule, type Preprocessing, type Work } from '../../contract/index.ts'
import { currentPixelRule, decodeBatches } from '../dataset/index.ts'
import { baseBatch, chooseConvolutions } from '../features/index.ts'
import { readKerasModel, type KerasModel } from '../formats/index.ts'
import {
  frozenGraph,
  lossKindOf,
  outputOf,
  shapesOf,
  stacked,
  withoutLastActivation,
  type LossKind,
  type Network,
  type Weights,
} from '../network/index.ts'
import { free, openSession, tensorOf } from '../tensorflow/index.ts'
import { findBase, preprocessingNetwork } from '../zoo/index.ts'

/**
 * From so many photographs on our own convolutions repay what transforming their kernels costs when a model is opened
 * (about 0.9 s for VGG16, against 18 ms a photograph on two cores).
 */
const worthwhile = 60

/** What a file that does not say so itself must be given. */
export interface ModelHints {
  preprocess?: Preprocessing
  classes?: readonly string[]
}

/** A trained classifier ready for photographs, in float32. Close it when done. */
export interface OpenModel {
  readonly classes: readonly string[]
  readonly loss: LossKind
  /** As the file has them. */
  readonly weights: Weights
  /**
   * Logits of photographs by absolute path: float32 (n, 1 or classes). With `hashes` (sha256 of each), one that has changed
   * since is an error. Reports `predict`.
   */
  logits(files: readonly string[], work: Work, hashes?: readonly string[]): Promise<Float32Array>
  close(): void
}

interface Described {
  network: Network
  weights: Weights
  classes: readonly string[]
  pixels: PixelRule
}

/** Takes what the file says; what it does not say from the hints. */
function describe(path: string, { network, weights, metadata }: KerasModel, hints: ModelHints): Described {
  if (metadata) return { network, weights, classes: metadata.classes, pixels: metadata.pixels }
  const { preprocess, classes } = hints
  if (!preprocess || !classes) {
    throw fail('model-unexplained', `${path} does not say how it takes photographs or what its classes are.`, {
      expected: 'a model that Thaw saved, or the settings preprocess and classes',
      file: path,
      remedy: 'Add --preprocess imagenet or rescale, and --classes with the names in order, separated by commas.',
    })
  }
  const [size, width, channels] = shapesOf(network).get(network.layers[0]!.name)!
  if (typeof size !== 'number' || size !== width || channels !== 3) {
    throw fail('model-input', `${path} does not take square colour pictures.`, {
      expected: '(None, size, size, 3)',
      found: `(None, ${size}, ${width}, ${channels})`,
      file: path,
    })
  }
  const under = preprocessingNetwork(findBase('vgg16'), preprocess, size)
  return {
    network: stacked(network.name, under.network, network),
    weights: new Map([...under.weights, ...weights]),
    classes,
    pixels: { ...currentPixelRule, size, fit: 'stretch' },
  }
}

/** A model's answers for one batch of pixels after the other. */
function openSessionOf(
  { network, weights, pixels: { size } }: Described,
  convolutions: Record<string, 1 | 2 | 3 | 4 | 6>,
) {
  const logitNetwork = withoutLastActivation(network)
  const session = openSession(frozenGraph({ network: logitNetwork, weights, convolutions, input: 'pixels' }))
  return {
    logits(pixels: Uint8Array, count: number): Float32Array {
      const input = tensorOf(pixels, [count, size, size, 3])
      try {
        return session.read({ input }, [outputOf(network.output)])[0]!
      } finally {
        free(input)
      }
    },
    close: () => session.close(),
  }
}

/**
 * Opens an .h5 model file for about `count` photographs. A model that Thaw saved carries its preprocessing, pixel rule and classes; any
 * other needs the hints.
 *
 * @throws `model-unexplained`, `model-input`, `no-classifier`, `wrong-classes`, and what `readKerasModel` throws
 */
export async function openModel(path: string, hints: ModelHints, count: number, work: Work): Promise<OpenModel> {
  const described = describe(path, await readKerasModel(path), hints)
  const loss = lossKindOf(described.network)
  const outputs = shapesOf(described.network).get(described.network.output)![0]
  const expected = loss === 'binary' ? 2 : outputs
  if (described.classes.length !== expected) {
    throw fail('wrong-classes', `${path} has another number of classes.`, {
      expected: `${expected} names`,
      found: described.classes.join(', '),
      file: path,
    })
  }
  const convolutions = count < worthwhile ? {} : await chooseConvolutions(described.network, work)
  const session = openSessionOf(described, convolutions)
  return {
    classes: described.classes,
    loss,
    weights: described.weights,
    async logits(files, work, hashes) {
      const parts: Float32Array[] = []
      for await (const { start, count, pixels } of decodeBatches({
        files,
        hashes,
        rule: described.pixels,
        batch: baseBatch,
        work,
      })) {
        parts.push(session.logits(pixels, count))
        work.progress('predict', start + count, files.length, 'photographs')
      }
      const all = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0))
      parts.reduce((at, part) => (all.set(part, at), at + part.length), 0)
      return all
    },
    close: () => session.close(),
  }
}
