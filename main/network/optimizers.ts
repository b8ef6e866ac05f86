import type { OptimizerName } from '../../contract/index.ts'
import { attribute, constant, DataType, type Graph } from '../tensorflow/index.ts'

/** What an update is given: nodes of the variable's handle, of its slots' handles and of the gradient. */
export interface UpdateSite {
  graph: Graph
  /** The weight's path; the update's nodes are named `update/PATH…`. */
  path: string
  variable: string
  slots: readonly string[]
  gradient: string
  /** Scalar nodes: `rate`, and those of `scalars`. */
  scalar: (name: string) => string
}

/** A Keras optimizer as one fused TensorFlow op a variable. Slots start at zero. */
export interface Optimizer {
  readonly slots: readonly string[]
  /** Slots that no later step depends on: a checkpoint does without them. */
  readonly transient?: readonly string[]
  /** Scalars fed at each step (from 1) beside the learning rate. */
  readonly scalars: (step: number) => Readonly<Record<string, number>>
  update(site: UpdateSite): string
}

const types = { T: attribute.type(DataType.float32), use_locking: attribute.bool(false) }

/** One constant a graph, however many updates use it. */
function shared(graph: Graph, name: string, value: number): string {
  return graph.has(name) ? name : constant(graph, name, Float32Array.of(value), [])
}
const none = () => ({})

/** keras.optimizers.RMSprop: rho 0.9, epsilon 1e-7 inside the root (ResourceApplyRMSProp). */
const rmsprop: Optimizer = {
  slots: ['velocity', 'momentum'],
  // The op wants it even where momentum is 0, and then multiplies what it held by 0.
  transient: ['momentum'],
  scalars: none,
  update: ({ graph, path, variable, slots, gradient, scalar }) =>
    graph.add(
      'ResourceApplyRMSProp',
      `update/${path}`,
      [
        variable,
        ...slots,
        scalar('rate'),
        shared(graph, 'rmsprop/rho', 0.9),
        shared(graph, 'rmsprop/momentum', 0),
        shared(graph, 'rmsprop/epsilon', 1e-7),
        gradient,
      ],
      types,
    ),
}

/** keras.optimizers.SGD */
const sgd: Optimizer = {
  slots: [],
  scalars: none,
  update: ({ graph, path, variable, gradient, scalar }) =>
    graph.add('ResourceApplyGradientDescent', `update/${path}`, [variable, scalar('rate'), gradient], types),
}

/** keras.optimizers.SGD(momentum=0.9, nesterov=…): ResourceApplyKerasMomentum is bit-equal. */
const momentum = (nesterov: boolean): Optimizer => ({
  slots: ['momentum'],
  scalars: none,
  update: ({ graph, path, variable, slots, gradient, scalar }) =>
    graph.add(
      'ResourceApplyKerasMomentum',
      `update/${path}`,
      [variable, ...slots, scalar('rate'), gradient, shared(graph, 'momentum', 0.9)],
      { ...types, use_nesterov: attribute.bool(nesterov) },
    ),
})

/** keras.optimizers.Adam: beta 0.9 and 0.999, epsilon 1e-7 outside the root. */
const adam: Optimizer = {
  slots: ['momentum', 'velocity'],
  scalars: (step) => ({ beta1Power: 0.9 ** step, beta2Power: 0.999 ** step }),
  update: ({ graph, path, variable, slots, gradient, scalar }) =>
    graph.add(
      'ResourceApplyAdam',
      `update/${path}`,
      [
        variable,
        ...slots,
        scalar('beta1Power'),
        scalar('beta2Power'),
        scalar('rate'),
        shared(graph, 'adam/beta1', 0.9),
        shared(graph, 'adam/beta2', 0.999),
        shared(graph, 'adam/epsilon', 1e-7),
        gradient,
      ],
      { ...types, use_nesterov: attribute.bool(false) },
    ),
}

export const optimizers: Readonly<Record<OptimizerName, Optimizer>> = {
  rmsprop,
  sgd,
  momentum: momentum(false),
  nesterov: momentum(true),
  adam,
}
