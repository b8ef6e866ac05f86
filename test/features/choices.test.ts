import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { unwatched } from '../../contract/index.ts'
import { chooseConvolutions, choosePrecision, chooseStepWay } from '../../main/features/index.ts'
import { initialWeights, type Network } from '../../main/network/index.ts'
import { precisionsHere } from '../../main/tensorflow/index.ts'
import { factsOf, planFrom } from '../../main/training/index.ts'
import { chain } from '../helpers/networks.ts'
import { expectNothingLeaks } from '../helpers/tensors.ts'

const cache = mkdtempSync(join(tmpdir(), 'thaw-choices-'))
const before = process.env.THAW_CACHE
beforeAll(() => {
  process.env.THAW_CACHE = cache
})
afterAll(() => {
  if (before === undefined) delete process.env.THAW_CACHE
  else process.env.THAW_CACHE = before
  rmSync(cache, { recursive: true })
})
afterEach(() => rmSync(join(cache, 'measured'), { recursive: true, force: true }))

const network = chain('measured', [
  ['input', 'InputLayer', { shape: [40, 40, 3] }],
  ['conv_1', 'Conv2D', { filters: 8, kernel_size: [3, 3], padding: 'same', activation: 'relu' }],
  ['conv_2', 'Conv2D', { filters: 32, kernel_size: [3, 3], padding: 'same', activation: 'relu' }],
  ['pool', 'MaxPooling2D', { pool_size: [2, 2] }],
  ['conv_3', 'Conv2D', { filters: 32, kernel_size: [1, 1] }],
])
const weights = initialWeights(network, 1)
const weightsOf = (of: Network, layer: string) =>
  new Map([...initialWeights(of, 1)].filter(([path]) => path.startsWith(`${layer}/`)))

describe('which convolutions are our own', () => {
  it('is measured once for each that can be, and remembered', () =>
    expectNothingLeaks(async () => {
      const measured: string[] = []
      const work = { ...unwatched(), progress: (step: string) => void measured.push(step) }
      const first = await chooseConvolutions(network, work)
      expect(measured).toEqual(['measure'])
      expect(readdirSync(join(cache, 'measured'))).toHaveLength(1)
      expect(Object.keys(first).every((name) => name === 'conv_2')).toBe(true)
      expect(await chooseConvolutions(network, work)).toEqual(first)
      expect(await chooseConvolutions(network, work, { measure: false })).toEqual(first)
      expect(measured).toHaveLength(1)
    }))

  it('is TensorFlow where nothing was measured and nothing is to be', async () => {
    expect(await chooseConvolutions(network, unwatched(), { measure: false })).toEqual({})
    expect(existsSync(join(cache, 'measured'))).toBe(false)
  })

  it('is not measured on after a cancel', async () => {
    const abort = new AbortController()
    abort.abort(new Error('enough'))
    await expect(chooseConvolutions(network, { ...unwatched(), signal: abort.signal })).rejects.toThrow('enough')
  })
})

describe('what our own kernels compute of a training step', () => {
  const plan = planFrom({ recipe: 'scratch', batch: 4 }, factsOf('convnet'))
  const place = { network, frozen: new Map() }

  it('is measured once for each part that is computed and can be ours, and remembered', () =>
    expectNothingLeaks(async () => {
      const measured: string[] = []
      const work = { ...unwatched(), progress: (step: string) => void measured.push(step) }
      const first = await chooseStepWay([place], plan, work)
      // conv_1 has 8 filters, and conv_2 has 8 channels: only its forward pass can be ours.
      expect(measured).toEqual(['measure'])
      expect(Object.keys(first).every((name) => name === 'conv_2')).toBe(true)
      const wide = chain('wide', [
        ['input', 'InputLayer', { shape: [12, 12, 16] }],
        ['below', 'Conv2D', { filters: 16, kernel_size: [3, 3], padding: 'same', activation: 'relu' }],
        ['above', 'Conv2D', { filters: 32, kernel_size: [3, 3], padding: 'valid', activation: 'relu' }],
      ])
      const places = [{ network: wide, frozen: new Map() }]
      const second = await chooseStepWay(places, plan, work)
      // The input's gradient is not computed at the bottom.
      expect(measured).toHaveLength(1 + 2 + 3)
      expect(second.below?.input).toBeUndefined()
      const above = { network: wide, frozen: weightsOf(wide, 'below') }
      const third = await chooseStepWay([above], plan, work)
      expect(measured).toHaveLength(6)
      expect(third.below?.filter).toBeUndefined()
      expect(third.above?.input).toBeUndefined()
      expect(await chooseStepWay(places, plan, work)).toEqual(second)
    }))

  it('is nothing where a plan wants TensorFlow’s own', async () => {
    expect(await chooseStepWay([place], { ...plan, convolution: 'direct' }, unwatched())).toEqual({})
    expect(existsSync(join(cache, 'measured'))).toBe(false)
  })

  it('is not measured on after a cancel, which leaves nothing behind', () =>
    expectNothingLeaks(async () => {
      const abort = new AbortController()
      abort.abort(new Error('enough'))
      await expect(chooseStepWay([place], plan, { ...unwatched(), signal: abort.signal })).rejects.toThrow('enough')
    }))
})

describe('the precision', () => {
  it('is measured once where the processor has bfloat16, remembered, and never slower than float32', () =>
    expectNothingLeaks(async () => {
      const options = { network, weights, preprocessing: new Set<string>() }
      const first = await choosePrecision(options)
      expect(await choosePrecision(options)).toEqual(first)
      if (!precisionsHere().includes('bfloat16')) {
        expect(first).toEqual({ precision: 'float32', speeds: {} })
        return
      }
      const { float32, bfloat16 } = first.speeds
      expect(first.precision).toBe(bfloat16! > 1.15 * float32! ? 'bfloat16' : 'float32')
    }))
})
