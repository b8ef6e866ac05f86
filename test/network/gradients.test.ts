import { describe, expect, it } from 'vitest'
import type { OptimizerName } from '../../contract/index.ts'
import { initialWeights, randomStream, type Network } from '../../main/network/index.ts'
import { openTrainer, type State } from '../../main/training/index.ts'
import { smallConvnet } from '../helpers/networks.ts'
import { expectNothingLeaks } from '../helpers/tensors.ts'

const batch = 6

function samples(classes: number) {
  const random = randomStream('samples', classes)
  return {
    values: new Float32Array(batch * 9 * 9 * 3).map(() => random() * 2 - 1),
    labels: Int32Array.from({ length: batch }, (_, i) => i % classes),
  }
}

/** One step of plain gradient descent with rate 1 moves each weight by minus its gradient. */
function gradientOf(network: Network, start: State, input: ReturnType<typeof samples>): State {
  const trainer = openTrainer(network, 'sgd', start)
  trainer.step({ ...input, learningRate: 1, step: 1, seed: 3 })
  const after = trainer.state()
  trainer.close()
  return new Map([...after].map(([name, values]) => [name, values.map((v, i) => start.get(name)![i]! - v)]))
}

function lossAt(network: Network, state: State, input: ReturnType<typeof samples>): number {
  const trainer = openTrainer(network, 'sgd', state)
  const { loss } = trainer.step({ ...input, learningRate: 0, step: 1, seed: 3 })
  trainer.close()
  return loss
}

describe.each([2, 3])('the gradient of a network with %i classes', (classes) => {
  // Dropout is on: its mask follows from seed and step, so that the differences see the same one.
  const network = smallConvnet(classes)
  const start: State = new Map([...initialWeights(network, 1)].map(([path, weight]) => [path, weight.values]))
  const input = samples(classes)

  it('is what finite differences say, along a random direction of each weight', () =>
    expectNothingLeaks(() => {
      const gradient = gradientOf(network, start, input)
      for (const [name, values] of gradient) {
        const random = randomStream('direction', name)
        const direction = values.map(() => random() * 2 - 1)
        const moved = (by: number): State =>
          new Map([...start, [name, start.get(name)!.map((v, i) => v + by * direction[i]!)]])
        const reach = 2e-4 // small, since ReLU and pooling bend; float32 still tells the difference
        const slope = (lossAt(network, moved(reach), input) - lossAt(network, moved(-reach), input)) / (2 * reach)
        const along = values.reduce((sum, g, i) => sum + g * direction[i]!, 0)
        expect(along, name).toBeCloseTo(slope, 2)
        expect(
          values.some((v) => v !== 0),
          `${name} has a gradient`,
        ).toBe(true)
      }
    }))
})

describe('Dropout', () => {
  it('draws another mask at each step, the same one for the same step, and none in inference', () => {
    const network = smallConvnet(2)
    const start: State = new Map([...initialWeights(network, 1)].map(([path, weight]) => [path, weight.values]))
    const trainer = openTrainer(network, 'sgd', start)
    const input = samples(2)
    const loss = (step: number) => trainer.step({ ...input, learningRate: 0, step, seed: 3 }).loss
    const losses = [1, 2, 3, 1].map(loss)
    expect(new Set(losses).size).toBe(3)
    expect(losses[3]).toBe(losses[0])
    expect(trainer.logits(input.values)).toEqual(trainer.logits(input.values))
    trainer.close()
  })
})

describe('every optimizer', () => {
  const network = smallConvnet(3, { dropout: 0 })
  const start: State = new Map([...initialWeights(network, 2)].map(([path, weight]) => [path, weight.values]))
  const names: OptimizerName[] = ['rmsprop', 'sgd', 'momentum', 'nesterov', 'adam']
  it.each(names)('%s lowers the loss of a batch', (name) =>
    expectNothingLeaks(() => {
      const trainer = openTrainer(network, name, start)
      const input = samples(3)
      const losses = Array.from(
        { length: 30 },
        (_, i) => trainer.step({ ...input, learningRate: 0.01, step: i + 1, seed: 0 }).loss,
      )
      expect(losses.at(-1)).toBeLessThan(losses[0]!)
      trainer.close()
    }),
  )
})
