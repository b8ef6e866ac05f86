import type { OptimizerName } from '../../contract/index.ts'
import {
  attribute,
  cast,
  constant,
  DataType,
  integers,
  newGraph,
  placeholder,
  type Graph,
} from '../tensorflow/index.ts'
import { addForward, type Placed } from './forward.ts'
import { kindOf, type StepTiles } from './layers/index.ts'
import { addLoss, lossKindOf, withoutLastActivation } from './loss.ts'
import type { Layer, Network, Weights } from './network.ts'
import { optimizers } from './optimizers.ts'
import { shapesOf, weightSpecs, type NamedWeightSpec } from './structure.ts'

/** A variable of the training graph: a weight, or an optimizer's slot `PATH/SLOT` of the same shape. */
export interface Variable {
  readonly name: string
  readonly shape: readonly number[]
  /** Whether later steps depend on its value, so that a checkpoint must hold it. */
  readonly lasting: boolean
}

export interface TrainingGraph {
  graph: Graph
  /** The weights that change, in Keras's order, then their slots. */
  variables: readonly Variable[]
}

/** Names of the training graph's feeds and fetches. */
export const training = {
  /** Feed `valueOf(name)` for every variable; fetch to set them all. */
  initialised: 'initialised',
  valueOf: (variable: string) => `value/${variable}`,
  /** Fetch: a variable's present value. */
  read: (variable: string) => `read/${variable}`,
  /** Feeds of a step: (n, …) the network's input, int32 (n) labels, float32 learning rate, int32[2] seed. */
  input: 'input',
  labels: 'labels',
  rate: 'rate',
  seed: 'seed',
  /** Fetches of a step: scalars; fetching `loss` also runs the update. */
  loss: 'loss',
  correct: 'correct',
  /** Fetch with `input` alone: float32 (n, 1 or classes) logits in inference mode. */
  logits: 'logits',
} as const

const float = { dtype: attribute.type(DataType.float32) }

function addVariables(graph: Graph, variables: readonly Variable[]): void {
  const assigned = variables.map(({ name, shape }) => {
    const handle = graph.add('VarHandleOp', `variable/${name}`, [], {
      ...float,
      shape: attribute.shape(shape),
      container: attribute.string(''),
      shared_name: attribute.string(name),
    })
    const value = placeholder(graph, training.valueOf(name), shape)
    graph.add('ReadVariableOp', training.read(name), [handle], float)
    return graph.add('AssignVariableOp', `assign/${name}`, [handle, value], float)
  })
  const one = constant(graph, 'one', Float32Array.of(1), [])
  const after = assigned.map((name) => `^${name}`)
  graph.add('Identity', training.initialised, [one, ...after], { T: attribute.type(DataType.float32) })
}

/** Each layer's own seed: the step's, moved by the layer's place, so that two Dropout layers draw apart. */
function seedOf(graph: Graph, network: Network, layer: Layer): string {
  const name = `${layer.name}/seed`
  const place = integers(graph, `${name}/place`, [network.layers.indexOf(layer), 0])
  return graph.add('AddV2', name, [training.seed, place], { T: attribute.type(DataType.int32) })
}

/** Walks back from the logits to the lowest layer that has weights to learn; sums gradients where a tensor is used twice. */
function addBackward(graph: Graph, network: Network, placed: Placed, gradient: string): Map<string, string> {
  const reaching = new Map([[network.output, gradient]])
  const gradients = new Map<string, string>()
  for (const layer of network.layers.toReversed()) {
    const dy = reaching.get(layer.name)
    if (dy === undefined || layer.kind === 'InputLayer') continue
    const { site, output } = placed.get(layer.name)!
    const { input, weights } = kindOf(layer).backward(site, output, dy)
    for (const [name, node] of Object.entries(weights)) gradients.set(`${layer.name}/${name}`, node)
    for (const source of layer.inputs) {
      const other = reaching.get(source)
      const types = { T: attribute.type(DataType.float32) }
      reaching.set(source, other ? graph.add('AddV2', `${layer.name}/grad/sum`, [other, input], types) : input)
    }
  }
  return gradients
}

/** What of which convolutions of a training step our own kernels compute. */
export type StepConvolutions = Readonly<Record<string, StepTiles>>

export interface TrainingOptions {
  network: Network
  optimizer: OptimizerName
  /** Weights that do not change; all others do. */
  frozen?: Weights
  /** What `input` is fed with. @default 'float32' */
  input?: 'pixels' | 'float32'
  /** A factor of each class's losses, as Keras's `class_weight`; left out: 1. The loss is then still divided by the batch. */
  classWeights?: readonly number[]
  /** What our own kernels compute of the convolutions: layer → part → tile. The rest is TensorFlow's. */
  convolutions?: StepConvolutions
}

/**
 * One training step of a network that ends in a classifier, as a graph: forward pass, cross-entropy, gradients and the
 * optimizer's fused updates in one session call. Every weight of the network that can change does, but for the frozen.
 */
export function trainingGraph(options: TrainingOptions): TrainingGraph {
  const { network, frozen, input: fedWith = 'float32', classWeights, convolutions = {} } = options
  const optimizer = optimizers[options.optimizer]
  const graph = newGraph()
  const learning: NamedWeightSpec[] = weightSpecs(network).filter((spec) => spec.trainable && !frozen?.has(spec.path))
  const slotName = (path: string, slot: string) => `${path}/${slot}`
  const variables: Variable[] = [
    ...learning.map(({ path, shape }) => ({ name: path, shape, lasting: true })),
    ...learning.flatMap(({ path, shape }) =>
      optimizer.slots.map((slot) => ({
        name: slotName(path, slot),
        shape,
        lasting: !optimizer.transient?.includes(slot),
      })),
    ),
  ]
  addVariables(graph, variables)

  const shape = shapesOf(network).get(network.layers[0]!.name)!
  const given = fedWith === 'pixels' ? DataType.uint8 : DataType.float32
  const fed = placeholder(graph, training.input, [null, ...shape], given)
  const input = cast(graph, `${training.input}/float`, fed, given, DataType.float32)
  const labels = placeholder(graph, training.labels, [null], DataType.int32)
  placeholder(graph, training.seed, [2], DataType.int32)
  for (const scalar of [training.rate, ...Object.keys(optimizer.scalars(1))]) placeholder(graph, scalar, [])

  const logitNetwork = withoutLastActivation(network)
  const weight = (layer: Layer, name: string) => {
    const path = `${layer.name}/${name}`
    const kept = frozen?.get(path)
    if (!kept) return training.read(path)
    return graph.has(path) ? path : constant(graph, path, kept.values, kept.shape)
  }
  const tiles = (layer: Layer) => convolutions[layer.name]
  const placed = addForward(graph, logitNetwork, {
    input,
    dtype: () => DataType.float32,
    weight,
    tiles,
    seed: (layer) => (layer.kind === 'Dropout' ? seedOf(graph, logitNetwork, layer) : ''),
  })
  const inferred = addForward(graph, logitNetwork, {
    input,
    dtype: () => DataType.float32,
    weight,
    tiles,
    scope: 'inference/',
  })
  const logits = inferred.get(network.output)!.output
  graph.add('Identity', training.logits, [logits], { T: attribute.type(DataType.float32) })
  const nodes = addLoss(graph, lossKindOf(network), placed.get(network.output)!.output, labels, classWeights)
  const gradients = addBackward(graph, logitNetwork, placed, nodes.gradient)
  const updates = learning.map(({ path }) =>
    optimizer.update({
      graph,
      path,
      variable: `variable/${path}`,
      slots: optimizer.slots.map((slot) => `variable/${slotName(path, slot)}`),
      gradient: gradients.get(path)!,
      scalar: (name) => name,
    }),
  )
  const after = updates.map((name) => `^${name}`)
  graph.add('Identity', training.loss, [nodes.loss, ...after], { T: attribute.type(DataType.float32) })
  graph.add('Identity', training.correct, [nodes.correct], { T: attribute.type(DataType.float32) })
  return { graph, variables }
}
