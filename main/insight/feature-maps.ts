import { frozenGraph, lossKindOf, outputOf, withoutLastActivation } from '../network/index.ts'
import { free, openSession, tensorOf } from '../tensorflow/index.ts'
import { scoresOf } from '../evaluation/index.ts'
import { mapShapeOf, type Subject } from './subject.ts'

/** One layer's output for one photograph: float32 (1, height, width, channels), row-major. */
export interface FeatureMap {
  layer: string
  shape: readonly [height: number, width: number, channels: number]
  values: Float32Array
}

export interface Seen {
  maps: FeatureMap[]
  /** Of each class; null for what is no classifier. */
  probabilities: number[] | null
}

/** Whether a network ends in what gives probabilities. */
export function isClassifier({ network }: Subject): boolean {
  try {
    lossKindOf(network)
    return true
  } catch {
    return false
  }
}

/** A network that is ready for photographs. Close it when done. */
export interface Viewer {
  /** @param pixels uint8 RGB (size, size, 3) */
  look(pixels: Uint8Array): Seen
  close(): void
}

/** Opens a network so that one pass fetches every one of some layers, and the decision: float32, TensorFlow's own convolutions. */
export function openViewer(subject: Subject, layers: readonly string[]): Viewer {
  const classifies = isClassifier(subject)
  const network = classifies ? withoutLastActivation(subject.network) : subject.network
  const outputs = [...new Set([...layers, ...(classifies ? [network.output] : [])])]
  const { size } = subject.pixels
  const session = openSession(frozenGraph({ network, weights: subject.weights, input: 'pixels', outputs }))
  return {
    look(pixels) {
      const input = tensorOf(pixels, [1, size, size, 3])
      try {
        const values = session.read({ input }, outputs.map(outputOf))
        const maps = layers.map((layer, at) => ({ layer, shape: mapShapeOf(network, layer), values: values[at]! }))
        return { maps, probabilities: classifies ? probabilitiesOf(subject, values.at(-1)!) : null }
      } finally {
        free(input)
      }
    },
    close: () => session.close(),
  }
}

/** The same for one photograph. */
export function lookAt(subject: Subject, pixels: Uint8Array, layers: readonly string[]): Seen {
  const viewer = openViewer(subject, layers)
  try {
    return viewer.look(pixels)
  } finally {
    viewer.close()
  }
}

/** Of each class, from the logits of one photograph. */
export function probabilitiesOf({ network }: Subject, logits: Float32Array): number[] {
  const kind = lossKindOf(network)
  const { probabilities } = scoresOf(kind, logits, new Int32Array(1))
  return kind === 'binary' ? [1 - probabilities[0]!, probabilities[0]!] : [...probabilities]
}
