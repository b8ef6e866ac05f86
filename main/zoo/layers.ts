import type { Layer, Network } from '../network/index.ts'

/** A layer before it has its place in a network. */
export type Step = Omit<Layer, 'inputs'>

/** The input: a square RGB picture of `size` pixels a side, any size when null. */
export const picture = (size: number | null): Step => ({
  name: 'input_layer',
  kind: 'InputLayer',
  config: { shape: [size, size, 3] },
})

/** A 3×3 convolution with ReLU; it keeps the size unless its padding is `valid`. */
export const convolution3x3 = (name: string, filters: number, padding: 'same' | 'valid' = 'same'): Step => ({
  name,
  kind: 'Conv2D',
  config: {
    filters,
    kernel_size: [3, 3],
    strides: [1, 1],
    padding,
    dilation_rate: [1, 1],
    activation: 'relu',
    use_bias: true,
  },
})

/** The maximum of each 2×2 square. */
export const halve = (name: string): Step => ({
  name,
  kind: 'MaxPooling2D',
  config: { pool_size: [2, 2], strides: [2, 2], padding: 'valid' },
})

export const flatten = (name: string): Step => ({ name, kind: 'Flatten', config: {} })

export const dense = (name: string, units: number, activation: string): Step => ({
  name,
  kind: 'Dense',
  config: { units, activation, use_bias: true },
})

/** A network in which each layer takes the output of the one before. */
export function chain(name: string, steps: readonly Step[]): Network {
  const layers = steps.map((step, index) => ({
    ...step,
    inputs: steps.slice(index - 1, index).map(({ name }) => name),
  }))
  return { name, layers, output: steps.at(-1)?.name ?? '' }
}
