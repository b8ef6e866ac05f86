import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { optimizers } from '../../contract/index.ts'
import { liveSessions, liveTensors } from '../../main/tensorflow/index.ts'
import { change, relativeDifference, temporaryFolder } from './exchange.ts'
import { ownSteps } from '../helpers/own-steps.ts'
import { featuresAt, firstRows } from './features.ts'
import { imagenetVgg16, patience, samples } from './photographs.ts'
import { finetuneSteps, headSteps, pixelRows, scratchSteps } from './training-cases.ts'
import { eachStepInThaw, stepsInKeras, stepsInThaw, type Steps, type Trained } from './training-steps.ts'

const { folder, remove } = temporaryFolder()
const names = [
  ...optimizers.map((name) => `ten ${name} steps of a head for four classes`),
  'ten rmsprop steps of a head for two classes',
  'five rmsprop steps of block 5 and a head',
  'five rmsprop steps of blocks 3 to 5 and a head',
  'five rmsprop steps of the small convnet from scratch, each from where Keras stands',
]
let cases: Steps[]
let inKeras: Trained[]

beforeAll(async () => {
  const base = await imagenetVgg16()
  const photographs = await samples(['fish', 'fruit', 'leafy', 'vegetables'], 15)
  const features = await featuresAt(base, 'block5_pool', photographs)
  const two = photographs.slice(0, 30)
  const labels = Int32Array.from(two, ({ label }) => label)
  cases = [
    ...optimizers.map((optimizer) => headSteps(features, 4, optimizer)),
    headSteps(firstRows(features, two.length), 2, 'rmsprop'),
    finetuneSteps(base, await featuresAt(base, 'block4_pool', two), 'block4_pool'),
    finetuneSteps(base, await featuresAt(base, 'block2_pool', two), 'block2_pool'),
    scratchSteps(
      await pixelRows(
        two.map(({ file }) => file),
        labels,
      ),
    ),
  ]
  inKeras = await stepsInKeras(cases, folder)
}, patience)
afterAll(remove)

describe.each(names.map((name, index) => ({ name, index })))('$name on real photographs', ({ index }) => {
  test.each([
    ['TensorFlow’s convolutions', () => ({})],
    ['convolutions of our own', ownSteps],
  ] as const)('change every weight as Keras does, by %s', (_, convolutionsOf) => {
    const steps = cases[index]!
    const keras = inKeras[index]!
    if (keras.before) return expectEachAlike(steps, keras, convolutionsOf(steps.network))
    const thaw = stepsInThaw(steps, convolutionsOf(steps.network))
    for (const [path, { values }] of steps.start) {
      const [ours, theirs] = [thaw, keras].map(({ weights }) => change(weights.get(path)!, values))
      expect(
        theirs!.some((value) => value !== 0),
        `${path} changes`,
      ).toBe(true)
      expect(relativeDifference(ours!, theirs!), path).toBeLessThanOrEqual(1e-3)
    }
    expect(relativeDifference(thaw.losses, keras.losses)).toBeLessThanOrEqual(1e-3)
  })

  test('give the same weights to the bit when done again, and leave nothing in memory', () => {
    const steps = cases[index]!
    const before = [liveTensors(), liveSessions()]
    const own = ownSteps(steps.network)
    const [first, second] = [stepsInThaw(steps, own), stepsInThaw(steps, own)]
    expect([liveTensors(), liveSessions()]).toEqual(before)
    expect(second.losses).toEqual(first.losses)
    for (const [path, values] of first.weights)
      expect(bytes(values).equals(bytes(second.weights.get(path)!)), path).toBe(true)
  })
})

/** Every step by itself: it starts from Keras's weights and slots. */
function expectEachAlike(steps: Steps, keras: Trained, convolutions: ReturnType<typeof ownSteps>): void {
  const before = keras.before!
  expect(before).toHaveLength(steps.batches.length)
  const after = [...before.slice(1), keras.weights]
  for (const [index, thaw] of eachStepInThaw(steps, before, convolutions).entries())
    for (const path of steps.start.keys()) {
      const from = before[index]!.get(path)!
      const [ours, theirs] = [thaw, after[index]!].map((weights) => change(weights.get(path)!, from))
      expect(
        theirs!.some((value) => value !== 0),
        `${path} changes`,
      ).toBe(true)
      expect(relativeDifference(ours!, theirs!), `${path} in step ${index + 1}`).toBeLessThanOrEqual(1e-3)
    }
}

const bytes = ({ buffer, byteOffset, byteLength }: Float32Array) => Buffer.from(buffer, byteOffset, byteLength)
