import type { Layer, LayerConfig, Network } from '../../main/network/index.ts'

/** A chain of layers, each taking the one before it: `[name, kind, config]`. */
export function chain(name: string, rows: readonly (readonly [string, string, LayerConfig])[]): Network {
  const layers = rows.map(([layer, kind, config], i): Layer => ({
    name: layer,
    kind,
    config,
    inputs: i === 0 ? [] : [rows[i - 1]![0]],
  }))
  return { name, layers, output: rows.at(-1)![0] }
}

const convolution = (filters: number, padding: string): LayerConfig => ({
  filters,
  kernel_size: [3, 3],
  strides: [1, 1],
  padding,
  activation: 'relu',
})

/** A convnet of every layer kind that training passes through, with `classes` outputs (2: one sigmoid). */
export function smallConvnet(classes: number, { size = 9, dropout = 0.5 } = {}): Network {
  const last: LayerConfig =
    classes === 2 ? { units: 1, activation: 'sigmoid' } : { units: classes, activation: 'softmax' }
  return chain('small', [
    ['input', 'InputLayer', { shape: [size, size, 3] }],
    ['rescaling', 'Rescaling', { scale: 0.5, offset: 0.1 }],
    ['conv_1', 'Conv2D', convolution(4, 'same')],
    ['pool_1', 'MaxPooling2D', { pool_size: [2, 2] }],
    ['conv_2', 'Conv2D', convolution(5, 'valid')],
    ['flatten', 'Flatten', {}],
    ['dense_1', 'Dense', { units: 7, activation: 'tanh' }],
    ['dropout', 'Dropout', { rate: dropout }],
    ['dense_2', 'Dense', last],
  ])
}
