import type { Plan } from '../../contract/index.ts'
import type { Layer, Network, Shape } from '../network/index.ts'

/**
 * The classifier on top of a base, as in the book: Flatten, Dense relu, Dropout, and Dense 1 sigmoid for two classes or
 * Dense n softmax from three on. From scratch (5.2) Dropout comes before the first Dense layer. It takes the base's output,
 * `input` being its shape without the batch axis.
 */
export function headNetwork(
  input: Shape,
  { units, dropout }: Plan['head'],
  classes: number,
  recipe: Plan['recipe'] = 'extract',
): Network {
  const last = classes === 2 ? { units: 1, activation: 'sigmoid' } : { units: classes, activation: 'softmax' }
  const drop: Omit<Layer, 'inputs'> = { name: 'dropout', kind: 'Dropout', config: { rate: dropout } }
  const drops = dropout > 0 ? [drop] : []
  const isFirst = recipe === 'scratch'
  const steps: Omit<Layer, 'inputs'>[] = [
    { name: 'head_input', kind: 'InputLayer', config: { shape: [...input] } },
    { name: 'flatten', kind: 'Flatten', config: {} },
    ...(isFirst ? drops : []),
    { name: 'dense_1', kind: 'Dense', config: { units, activation: 'relu', use_bias: true } },
    ...(isFirst ? [] : drops),
    { name: 'dense_2', kind: 'Dense', config: { ...last, use_bias: true } },
  ]
  const layers = steps.map((step, at) => ({ ...step, inputs: at === 0 ? [] : [steps[at - 1]!.name] }))
  return { name: 'head', layers, output: 'dense_2' }
}
