import { fail } from '../../../contract/index.ts'
import { activation } from './activation.ts'
import { conv2d } from './conv2d.ts'
import { dense } from './dense.ts'
import { dropout } from './dropout.ts'
import { flatten } from './flatten.ts'
import { inputLayer } from './input-layer.ts'
import type { LayerKind } from './kind.ts'
import { maxPooling2d } from './max-pooling2d.ts'
import { rescaling } from './rescaling.ts'

export type { Gradients, LayerKind, Site, StepTiles, WeightSpec } from './kind.ts'

/** By Keras's class name. */
const kinds: Readonly<Record<string, LayerKind>> = {
  Activation: activation,
  Conv2D: conv2d,
  Dense: dense,
  Dropout: dropout,
  Flatten: flatten,
  InputLayer: inputLayer,
  MaxPooling2D: maxPooling2d,
  Rescaling: rescaling,
}

/** What a Keras class means. @throws `unknown-layer` naming the layer and its class. */
export function kindOf(layer: { name: string; kind: string }): LayerKind {
  const kind = Object.hasOwn(kinds, layer.kind) ? kinds[layer.kind] : undefined
  if (kind) return kind
  throw fail('unknown-layer', `The layer ${layer.name} is of a class that is not known.`, {
    expected: Object.keys(kinds).join(', '),
    found: layer.kind,
  })
}
