import type { OptimizerName } from '../../contract/index.ts'
import {
  lossKindOf,
  optimizers,
  shapesOf,
  sizeOf,
  training,
  trainingGraph,
  type LossKind,
  type Network,
  type TrainingOptions,
  type Variable,
} from '../network/index.ts'
import { free, openSession, scalarOf, tensorOf, type Tensor } from '../tensorflow/index.ts'

/** Values of weights and optimizer slots by name. */
export type State = ReadonlyMap<string, Float32Array>

export interface StepInput {
  /** (n, …) float32, or uint8 where the network takes pixels */
  values: Float32Array | Uint8Array
  /** int32 (n) */
  labels: Int32Array
  learningRate: number
  /** Steps of this optimizer so far, this one included: from 1. */
  step: number
  /** Decides Dropout's masks together with the step. */
  seed: number
}

/** A network in training. Close it when done. */
export interface Trainer {
  readonly variables: readonly Variable[]
  readonly loss: LossKind
  /** One forward pass, its gradients and the update. The batch's mean loss, and how many were right before the update. */
  step(input: StepInput): { loss: number; correct: number }
  /** Logits in inference mode: (n, …) → float32 (n, 1 or classes). */
  logits(values: Float32Array | Uint8Array): Float32Array
  /** Samples for one call of `logits`: as many as keep its memory small. */
  readonly inferenceBatch: number
  /** The present value of every variable that lasts, copied. */
  state(): State
  close(): void
}

/** Bytes that one layer's output may take in one call of `logits`. */
const inferenceBytes = 64 << 20

/** At most 500, so that progress is seen and a cancel gets through. */
function inferenceBatchOf(network: Network): number {
  const largest = Math.max(...[...shapesOf(network).values()].map((shape) => sizeOf(shape) ?? 1))
  return Math.max(1, Math.min(500, Math.floor(inferenceBytes / (4 * largest))))
}

/**
 * Starts training `network` (it ends in a classifier) from `initial`; slots that it lacks start at zero, as in Keras.
 * `options`: what stays frozen, what the network is fed with, the weight of each class, what our own kernels compute.
 */
export function openTrainer(
  network: Network,
  optimizerName: OptimizerName,
  initial: State,
  options: Pick<TrainingOptions, 'frozen' | 'input' | 'classWeights' | 'convolutions'> = {},
): Trainer {
  const { graph, variables } = trainingGraph({ network, optimizer: optimizerName, ...options })
  const session = openSession(graph)
  const shape = variablesInput(network)
  const feedAll = () =>
    variables.map(({ name, shape: of }): [string, Tensor] => {
      const value = initial.get(name) ?? new Float32Array(of.reduce((a, b) => a * b, 1))
      return [training.valueOf(name), tensorOf(value, of)]
    })
  const run = <T>(feeds: [string, Tensor][], fetches: string[], use: (results: Float32Array[]) => T): T => {
    try {
      return use(session.read(Object.fromEntries(feeds), fetches))
    } finally {
      free(...feeds.map(([, tensor]) => tensor))
    }
  }
  try {
    run(feedAll(), [training.initialised], () => {})
  } catch (error) {
    session.close()
    throw error
  }
  const { scalars } = optimizers[optimizerName]
  return {
    variables,
    loss: lossKindOf(network),
    inferenceBatch: inferenceBatchOf(network),
    step({ values, labels, learningRate, step, seed }) {
      const feeds: [string, Tensor][] = [
        [training.input, tensorOf(values, [labels.length, ...shape])],
        [training.labels, tensorOf(labels, [labels.length])],
        [training.rate, scalarOf(learningRate)],
        [training.seed, tensorOf(Int32Array.of(seed | 0, step), [2])],
        ...Object.entries(scalars(step)).map(([name, value]): [string, Tensor] => [name, scalarOf(value)]),
      ]
      return run(feeds, [training.loss, training.correct], ([loss, correct]) => ({
        loss: loss![0]!,
        correct: correct![0]!,
      }))
    },
    logits(values) {
      const count = values.length / shape.reduce((a, b) => a * b, 1)
      return run([[training.input, tensorOf(values, [count, ...shape])]], [training.logits], ([logits]) => logits!)
    },
    state() {
      const names = variables.filter(({ lasting }) => lasting).map(({ name }) => name)
      const values = session.read({}, names.map(training.read))
      return new Map(names.map((name, i) => [name, values[i]!]))
    },
    close: () => session.close(),
  }
}

/** Shape of one sample. */
function variablesInput(network: Network): number[] {
  const { shape } = network.layers[0]!.config
  return (shape as number[]).map(Number)
}
