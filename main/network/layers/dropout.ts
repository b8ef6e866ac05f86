import { attribute, constant, DataType } from '../../tensorflow/index.ts'
import { numberOf } from '../config.ts'
import { noWeights, sameShape, type LayerKind, type Site } from './kind.ts'
import { op, shapeNode } from './ops.ts'

const maskOf = (site: Site) => `${site.name}/mask`

/**
 * keras.layers.Dropout. While training an element is kept with probability 1 − rate and divided by it; the mask follows
 * from the run's seed, the layer and the step alone, so that a resumed run draws what an uninterrupted one would have.
 */
export const dropout: LayerKind = {
  weights: noWeights,
  shape: sameShape,
  forward(site) {
    const { graph, name, config, inputs, seed } = site
    const rate = numberOf(config, 'rate')
    if (seed === null || rate === 0) return inputs[0]!
    const scalar = (suffix: string, value: number) => constant(graph, `${name}/${suffix}`, Float32Array.of(value), [])
    const uniform = graph.add(
      'StatelessRandomUniform',
      `${name}/uniform`,
      [shapeNode(site, 'shape', inputs[0]!), seed],
      {
        dtype: attribute.type(DataType.float32),
        T: attribute.type(DataType.int32),
        Tseed: attribute.type(DataType.int32),
      },
    )
    const kept = op(site, 'GreaterEqual', 'kept', [uniform, scalar('rate', rate)])
    const zeroOrOne = graph.add('Cast', `${name}/zero-or-one`, [kept], {
      SrcT: attribute.type(10), // bool
      DstT: attribute.type(site.dtype),
      Truncate: attribute.bool(false),
    })
    op(site, 'Mul', 'mask', [zeroOrOne, scalar('scale', 1 / (1 - rate))])
    return op(site, 'Mul', 'dropped', [inputs[0]!, maskOf(site)])
  },
  backward(site, _output, gradient) {
    if (site.seed === null || numberOf(site.config, 'rate') === 0) return { input: gradient, weights: {} }
    return { input: op(site, 'Mul', 'grad/input', [gradient, maskOf(site)]), weights: {} }
  },
}
