import { expect, it } from 'vitest'
import { failureOf } from '../../contract/index.ts'
import { needMemory, trainingBytes } from '../../main/training/index.ts'
import { findBase } from '../../main/zoo/index.ts'

const network = findBase('vgg16').build({ size: 150, includeTop: false })
const batch = 20
const needed = trainingBytes(network, batch, 'rmsprop')

/** What is said when so many bytes are free. */
function saidWith(free: number) {
  try {
    needMemory(network, batch, 'rmsprop', free)
    return null
  } catch (error) {
    return failureOf(error)
  }
}

it('memory that will do is not spoken of, and where it will not the largest batch that fits is proposed', () => {
  expect(saidWith(needed)).toBeNull()
  const said = saidWith(needed / 2)
  expect(said).toMatchObject({ code: 'memory-short', found: `${Math.ceil(needed / 2e6)} MB free` })
  const proposed = Number(/^Take batches of (\d+) or fewer/.exec(said!.remedy!)![1])
  expect(trainingBytes(network, proposed, 'rmsprop')).toBeLessThanOrEqual(needed / 2)
  expect(trainingBytes(network, proposed + 1, 'rmsprop')).toBeGreaterThan(needed / 2)
})

it('where not even one sample fits, no batch is proposed', () => {
  expect(saidWith(trainingBytes(network, 0, 'rmsprop'))!.remedy).not.toContain('batches')
})

it('slots of an optimizer are counted: Adam has two for each weight, SGD none', () => {
  const weights = 14_714_688
  const [sgd, adam] = (['sgd', 'adam'] as const).map((name) => trainingBytes(network, batch, name)) as [number, number]
  expect(adam - sgd).toBe(2 * 4 * weights)
})
