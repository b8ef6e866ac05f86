import type { Plan } from '../../contract/index.ts'
import type { Layer, Network, Shape } from '../network/index.ts'

/**
 * The classifier on top of a base, as in the book: Flatten, Dense relu, Dropout, and Dense 1 sigmoid for two classes or
 * Dense n softmax from three on. It takes the base's output, `input` being its shape without the batch axis.
 */
export function headNetwork(input: Shape, { units, dropout }: Plan['head'], classes: number): Network {
  const last = classes === 2 ? { units: 1, activation: 'sigmoid' } : { units: classes, activation: 'softmax' }
  const layers: Layer[] = [
    { name: 'head_input', kind: 'InputLayer', config: { shape: [...input] }, inputs: [] },
    { name: 'flatten', kind: 'Flatten', config: {}, inputs: ['head_input'] },
    { name: 'dense_1', kind: 'Dense', config: { units, activation: 'relu', use_bias: true }, inputs: ['flatten'] },
    ...(dropout > 0 ? [{ name: 'dropout', kind: 'Dropout', config: { rate: dropout }, inputs: ['dense_1'] }] : []),
    {
      name: 'dense_2',
      kind: 'Dense',
      config: { ...last, use_bias: true },
      inputs: [dropout > 0 ? 'dropout' : 'dense_1'],
    },
  ]
  return { name: 'head', layers, output: 'dense_2' }
}
