import { booleanOf, numberOf, textOf } from '../config.ts'
import { fail } from '../../../contract/index.ts'
import { activate, activateBackward } from './activation.ts'
import type { LayerKind } from './kind.ts'
import { NHWC, matMul, op } from './ops.ts'

/** keras.layers.Dense on a flat input. */
export const dense: LayerKind = {
  weights(config, [input]) {
    if (input!.length !== 1) {
      throw fail('bad-layer', 'A Dense layer takes a flat input.', {
        expected: '(None, n)',
        found: `(None, ${input!.join(', ')})`,
      })
    }
    const units = numberOf(config, 'units')
    // Without an input size the kernel's height is not known; the summary shows no parameters there.
    const kernel = { name: 'kernel', shape: [input![0] ?? 0, units], trainable: true }
    const bias = { name: 'bias', shape: [units], trainable: true }
    return booleanOf(config, 'use_bias', true) ? [kernel, bias] : [kernel]
  },
  shape: (config) => [numberOf(config, 'units')],
  forward(site) {
    const { config } = site
    let x = matMul(site, 'MatMul', site.inputs[0]!, site.weight('kernel'))
    if (booleanOf(config, 'use_bias', true)) x = op(site, 'BiasAdd', 'BiasAdd', [x, site.weight('bias')], NHWC)
    return activate(site, textOf(config, 'activation', 'linear'), x)
  },
  backward(site, output, gradient) {
    const { config } = site
    const dy = activateBackward(site, textOf(config, 'activation', 'linear'), output, gradient)
    const weights: Record<string, string> = { kernel: matMul(site, 'grad/kernel', site.inputs[0]!, dy, { a: true }) }
    if (booleanOf(config, 'use_bias', true)) weights.bias = op(site, 'BiasAddGrad', 'grad/bias', [dy], NHWC)
    return { input: matMul(site, 'grad/input', dy, site.weight('kernel'), { b: true }), weights }
  },
}
