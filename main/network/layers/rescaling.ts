import { constant } from '../../tensorflow/index.ts'
import { numbersOf } from '../config.ts'
import type { LayerConfig } from '../network.ts'
import { noWeights, sameShape, type LayerKind, type Site } from './kind.ts'
import { op } from './ops.ts'

function constantOf(site: Site, key: 'scale' | 'offset', otherwise: number): string {
  const values = numbersOf(site.config, key, otherwise)
  return constant(site.graph, `${site.name}/${key}`, Float32Array.from(values), [values.length], site.dtype)
}
const hasOffset = (config: LayerConfig) => numbersOf(config, 'offset', 0).some((value) => value !== 0)

/** keras.layers.Rescaling: x · scale + offset. */
export const rescaling: LayerKind = {
  weights: noWeights,
  shape: sameShape,
  forward(site) {
    const scaled = op(site, 'Mul', 'Mul', [site.inputs[0]!, constantOf(site, 'scale', 1)])
    return hasOffset(site.config) ? op(site, 'AddV2', 'AddV2', [scaled, constantOf(site, 'offset', 0)]) : scaled
  },
  backward: (site, _output, gradient) => ({
    input: op(site, 'Mul', 'grad/input', [gradient, `${site.name}/scale`]),
    weights: {},
  }),
}
