import { describe, expect, it } from 'vitest'
import {
  above,
  boundaryOf,
  layerNamed,
  nearest,
  shapesOf,
  stacked,
  summarize,
  summarizeAt,
  upTo,
  weightsFor,
  weightSpecs,
  type Network,
} from '../../main/network/index.ts'
import { chain, smallConvnet } from '../helpers/networks.ts'

const branching: Network = {
  name: 'branching',
  output: 'top',
  layers: [
    { name: 'input', kind: 'InputLayer', config: { shape: [8, 8, 3] }, inputs: [] },
    { name: 'stem', kind: 'Activation', config: { activation: 'relu' }, inputs: ['input'] },
    { name: 'left', kind: 'Activation', config: { activation: 'relu' }, inputs: ['stem'] },
    { name: 'right', kind: 'Activation', config: { activation: 'relu' }, inputs: ['stem'] },
    { name: 'top', kind: 'Activation', config: { activation: 'relu' }, inputs: ['left', 'right'] },
  ],
}

describe('a network', () => {
  const network = smallConvnet(2)

  it('has Keras’s output shapes', () => {
    expect(shapesOf(network).get('conv_1')).toEqual([9, 9, 4])
    expect(shapesOf(network).get('pool_1')).toEqual([4, 4, 4])
    expect(shapesOf(network).get('conv_2')).toEqual([2, 2, 5])
    expect(shapesOf(network).get('flatten')).toEqual([20])
  })

  it('has None sizes when its input has', () => {
    const open = chain('open', [
      ['input', 'InputLayer', { shape: [null, null, 3] }],
      ['conv', 'Conv2D', { filters: 4, kernel_size: [3, 3], padding: 'same' }],
      ['pool', 'MaxPooling2D', { pool_size: [2, 2] }],
    ])
    expect(summarize(open).layers.map((layer) => layer.outputShape)).toEqual([
      [null, null, null, 3],
      [null, null, null, 4],
      [null, null, null, 4],
    ])
    expect(summarize(open).totalParams).toBe(3 * 3 * 3 * 4 + 4)
  })

  it('counts parameters layer by layer, and what stays frozen below a line', () => {
    const { totalParams, trainableParams, nonTrainableParams, layers } = summarizeAt(network, 'dense_1')
    expect(layers.find((layer) => layer.name === 'dense_1')).toMatchObject({ params: 20 * 7 + 7, trainable: true })
    expect(layers.find((layer) => layer.name === 'conv_2')).toMatchObject({ params: 185, trainable: false })
    expect(trainableParams).toBe(147 + 8)
    expect(nonTrainableParams).toBe(112 + 185)
    expect(totalParams).toBe(trainableParams + nonTrainableParams)
  })

  it('can be cut and put together again', () => {
    const bottom = upTo(network, 'pool_1')
    const top = above(network, 'pool_1')
    expect(bottom.output).toBe('pool_1')
    expect(top.layers[0]).toMatchObject({ kind: 'InputLayer', config: { shape: [4, 4, 4] } })
    expect(stacked('small', bottom, top).layers).toEqual(network.layers)
  })

  it('names the nearest layers when one is not found', () => {
    expect(() => layerNamed(network, 'conv1')).toThrow(
      expect.objectContaining({
        failure: expect.objectContaining({ code: 'unknown-layer', expected: expect.stringContaining('conv_1') }),
      }),
    )
    expect(nearest('block5_conv', ['block5_conv1', 'fc1', 'block4_pool'], 1)).toEqual(['block5_conv1'])
  })

  it('says which weight does not fit', () => {
    const weights = new Map(
      weightSpecs(network).map(({ path, shape }) => [
        path,
        { shape, values: new Float32Array(shape.reduce((a, b) => a * b)) },
      ]),
    )
    expect(weightsFor(network, weights).size).toBe(8)
    weights.set('dense_1/bias', { shape: [3], values: new Float32Array(3) })
    expect(() => weightsFor(network, weights)).toThrow(
      expect.objectContaining({
        failure: expect.objectContaining({ expected: 'dense_1/bias of shape (7)', found: 'shape (3)' }),
      }),
    )
  })
})

describe('the boundary', () => {
  it('of a chain is the layer below the unfreeze point, and the output when nothing thaws', () => {
    const network = smallConvnet(2)
    expect(boundaryOf(network, 'conv_2')).toBe('pool_1')
    expect(boundaryOf(network, 'none')).toBe('dense_2')
    expect(boundaryOf(network, 'rescaling')).toBe('input')
  })
  it('of a branching network is the nearest single-tensor point underneath', () => {
    expect(boundaryOf(branching, 'top')).toBe('stem')
    expect(boundaryOf(branching, 'right')).toBe('stem')
    expect(boundaryOf(branching, 'left')).toBe('stem')
  })
})
