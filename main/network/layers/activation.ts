import { fail } from '../../../contract/index.ts'
import { textOf } from '../config.ts'
import { noWeights, sameShape, type LayerKind, type Site } from './kind.ts'
import { op } from './ops.ts'

/** Keras's name of an activation → the op of its forward pass and the op that takes (gradient, output) backwards. */
const activations: Record<string, { forward: string; backward: 'ReluGrad' | 'output-first' | null; grad: string }> = {
  relu: { forward: 'Relu', backward: 'ReluGrad', grad: 'ReluGrad' },
  relu6: { forward: 'Relu6', backward: 'ReluGrad', grad: 'Relu6Grad' },
  sigmoid: { forward: 'Sigmoid', backward: 'output-first', grad: 'SigmoidGrad' },
  tanh: { forward: 'Tanh', backward: 'output-first', grad: 'TanhGrad' },
  softmax: { forward: 'Softmax', backward: null, grad: '' },
}

function known(name: string, kind: string) {
  const found = activations[kind]
  if (found) return found
  const expected = ['linear', ...Object.keys(activations)].join(', ')
  throw fail('unknown-activation', `The activation of ${name} is not known.`, { expected, found: kind })
}

/** Adds an activation by Keras's name; `linear` adds nothing. */
export function activate(site: Site, kind: string, input: string): string {
  return kind === 'linear' ? input : op(site, known(site.name, kind).forward, kind, [input])
}

/** The gradient before an activation, from its output and the gradient after it. */
export function activateBackward(site: Site, kind: string, output: string, gradient: string): string {
  if (kind === 'linear') return gradient
  const { backward, grad } = known(site.name, kind)
  if (backward === null) throw fail('no-gradient', `${site.name}: ${kind} can only be the network's last activation.`)
  return op(site, grad, `grad/${kind}`, backward === 'ReluGrad' ? [gradient, output] : [output, gradient])
}

/** keras.layers.Activation */
export const activation: LayerKind = {
  weights: noWeights,
  shape: sameShape,
  forward: (site) => activate(site, textOf(site.config, 'activation'), site.inputs[0]!),
  backward: (site, output, gradient) => ({
    input: activateBackward(site, textOf(site.config, 'activation'), output, gradient),
    weights: {},
  }),
}
