import { fail } from '../../contract/index.ts'
import { attribute, cast, constant, DataType, integers, type Graph } from '../tensorflow/index.ts'
import type { Network } from './network.ts'
import { layerNamed } from './structure.ts'

/** How a classifier's last activation and its labels make a loss. */
export type LossKind = 'binary' | 'categorical'

/** `sigmoid` on one unit is `binary` (binary cross-entropy), `softmax` is `categorical`. */
export function lossKindOf(network: Network): LossKind {
  const { config, name } = layerNamed(network, network.output)
  if (config.activation === 'sigmoid' && config.units === 1) return 'binary'
  if (config.activation === 'softmax') return 'categorical'
  throw fail('no-classifier', `The last layer ${name} is no classifier.`, {
    expected: 'Dense 1 with sigmoid, or Dense n with softmax',
    found: JSON.stringify(config.activation) ?? 'none',
  })
}

/** The network without its last activation, so that the loss is computed from logits, as Keras does. */
export function withoutLastActivation(network: Network): Network {
  const layers = network.layers.map((layer) =>
    layer.name === network.output ? { ...layer, config: { ...layer.config, activation: 'linear' } } : layer,
  )
  return { ...network, layers }
}

export interface LossNodes {
  /** Scalar: the batch's mean, each sample's loss times its class's weight. */
  loss: string
  /** Scalar float32: how many of the batch are classified correctly. */
  correct: string
  /** The loss's gradient with respect to the logits. */
  gradient: string
}

const float = { T: attribute.type(DataType.float32) }

function mean(graph: Graph, name: string, x: string, op: 'Mean' | 'Sum', axes: readonly number[]): string {
  return graph.add(op, name, [x, integers(graph, `${name}/axes`, axes)], {
    ...float,
    Tidx: attribute.type(DataType.int32),
    keep_dims: attribute.bool(false),
  })
}

/** Number of samples in the batch, as a float32 scalar. */
function count(graph: Graph, labels: string): string {
  const attributes = { T: attribute.type(DataType.int32), out_type: attribute.type(DataType.int32) }
  return cast(graph, 'count/float', graph.add('Size', 'count', [labels], attributes), DataType.int32, DataType.float32)
}

function asFloat(graph: Graph, name: string, condition: string): string {
  return cast(graph, name, condition, 10, DataType.float32) // 10: bool
}

/** Each sample's class weight: float32 (n). */
function weightOfEach(graph: Graph, classWeights: readonly number[], labels: string): string {
  const table = constant(graph, 'classWeights', Float32Array.from(classWeights), [classWeights.length])
  return graph.add('GatherV2', 'weights', [table, labels, integers(graph, 'weights/axis', 0)], {
    Tparams: attribute.type(DataType.float32),
    Tindices: attribute.type(DataType.int32),
    Taxis: attribute.type(DataType.int32),
    batch_dims: attribute.int(0),
  })
}

/** A vector as a column, or as it is: so that it multiplies whole rows. */
function reshaped(graph: Graph, vector: string, shape: readonly number[]): string {
  const name = `${vector}/${shape.length}d`
  if (graph.has(name)) return name
  const types = { ...float, Tshape: attribute.type(DataType.int32) }
  return graph.add('Reshape', name, [vector, integers(graph, `${name}/shape`, shape)], types)
}

/**
 * Cross-entropy of logits against int32 labels (n): binary as max(z,0) − z·y + log(1+e^−|z|) on logits (n, 1)
 * (tf.nn.sigmoid_cross_entropy_with_logits), categorical on (n, classes).
 */
export function addLoss(
  graph: Graph,
  kind: LossKind,
  logits: string,
  labels: string,
  classWeights?: readonly number[],
): LossNodes {
  const f = (op: string, name: string, ...inputs: string[]) => graph.add(op, name, inputs, float)
  const total = count(graph, labels)
  const weights = classWeights && weightOfEach(graph, classWeights, labels)
  const weighted = (x: string, ...shape: number[]) =>
    weights ? f('Mul', `${x.replace(':', '-')}/weighted`, x, reshaped(graph, weights, shape)) : x
  if (kind === 'categorical') {
    const types = { ...float, Tlabels: attribute.type(DataType.int32) }
    const both = graph.add('SparseSoftmaxCrossEntropyWithLogits', 'loss/each', [logits, labels], types)
    const axis = integers(graph, 'predicted/axis', 1)
    const types2 = { ...float, Tidx: attribute.type(DataType.int32), output_type: attribute.type(DataType.int32) }
    const predicted = graph.add('ArgMax', 'predicted', [logits, axis], types2)
    const right = graph.add('Equal', 'right', [predicted, labels], { T: attribute.type(DataType.int32) })
    return {
      loss: mean(graph, 'loss/mean', weighted(both, -1), 'Mean', [0]),
      correct: mean(graph, 'correct/sum', asFloat(graph, 'right/float', right), 'Sum', [0]),
      gradient: f('RealDiv', 'grad/logits', weighted(`${both}:1`, -1, 1), total),
    }
  }
  const y = graph.add(
    'ExpandDims',
    'labels/column',
    [cast(graph, 'labels/float', labels, DataType.int32, DataType.float32), integers(graph, 'labels/axis', 1)],
    {
      ...float,
      Tdim: attribute.type(DataType.int32),
    },
  )
  const each = f(
    'AddV2',
    'loss/each',
    f('Sub', 'loss/linear', f('Relu', 'loss/relu', logits), f('Mul', 'loss/zy', logits, y)),
    f('Softplus', 'loss/softplus', f('Neg', 'loss/neg', f('Abs', 'loss/abs', logits))),
  )
  const difference = f('Sub', 'grad/difference', f('Sigmoid', 'probability', logits), y)
  const half = constant(graph, 'half', Float32Array.of(0.5), [])
  const sides = [
    f('Greater', 'predicted', logits, constant(graph, 'zero', Float32Array.of(0), [])),
    f('Greater', 'labels/high', y, half),
  ]
  const right = graph.add('LogicalNot', 'right', [graph.add('NotEqual', 'wrong', sides, { T: attribute.type(10) })])
  return {
    loss: mean(graph, 'loss/mean', weighted(each, -1, 1), 'Mean', [0, 1]),
    correct: mean(graph, 'correct/sum', asFloat(graph, 'right/float', right), 'Sum', [0, 1]),
    gradient: f('RealDiv', 'grad/logits', weighted(difference, -1, 1), total),
  }
}
