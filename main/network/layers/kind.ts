import type { Graph, Tile } from '../../tensorflow/index.ts'
import type { LayerConfig } from '../network.ts'
import type { Shape } from '../shape.ts'

export interface WeightSpec {
  /** Keras's name within the layer: `kernel`. */
  readonly name: string
  readonly shape: readonly number[]
  /** False for statistics that no gradient reaches. */
  readonly trainable: boolean
}

/**
 * What of a convolution in training our own kernels compute, and with which tile: forward, the gradient with respect to
 * its input and the one with respect to its kernel. The rest is TensorFlow's.
 */
export interface StepTiles {
  readonly forward?: Tile
  readonly input?: Tile
  readonly filter?: Tile
}

/** A layer's place in a graph under construction. */
export interface Site {
  readonly graph: Graph
  /** The layer's name; its nodes are named `NAME/…`. */
  readonly name: string
  readonly config: LayerConfig
  /** TensorFlow's DataType of inputs, weights and output. */
  readonly dtype: number
  readonly inputs: readonly string[]
  readonly inputShapes: readonly Shape[]
  /** The node that holds a weight of this layer. */
  weight(name: string): string
  /** A node with an int32[2] seed for this layer and step while training; null otherwise. */
  readonly seed: string | null
  /** For a convolution whose kernel changes. */
  readonly tiles?: StepTiles
}

/** What flows back out of a layer: gradients by node name. */
export interface Gradients {
  readonly input: string
  readonly weights: Readonly<Record<string, string>>
}

/**
 * One kind of layer: what a Keras class means as weights, shapes and TensorFlow nodes. From this alone come the summary,
 * the frozen base and the training step.
 */
export interface LayerKind {
  /** In Keras's order. */
  weights(config: LayerConfig, inputs: readonly Shape[]): WeightSpec[]
  shape(config: LayerConfig, inputs: readonly Shape[]): Shape
  /** Adds the nodes of the forward pass; returns the one that holds the output. */
  forward(site: Site): string
  /** Adds the nodes of the gradient, given the forward pass's output and the gradient that reaches it. */
  backward(site: Site, output: string, gradient: string): Gradients
}

export const noWeights = (): WeightSpec[] => []
export const sameShape = (_config: LayerConfig, [input]: readonly Shape[]): Shape => input!
