import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fail, unwatched, type HandlerInput, type TrainResult, type Work } from '../../contract/index.ts'
import { readKerasModel, readNpy } from '../../main/formats/index.ts'
import { openProject, openRun, startRun } from '../../main/project/index.ts'
import { writePhotographs } from '../helpers/photographs.ts'
import { expectNothingLeaks } from '../helpers/tensors.ts'

const root = mkdtempSync(join(tmpdir(), 'thaw-recipes-'))
afterAll(() => rmSync(root, { recursive: true }))
const photographs = join(root, 'photographs')

beforeAll(() => writePhotographs(photographs, { cats: 16, dogs: 16 }))

type Input = HandlerInput<'start-run'>
type Choices = Input['choices']
/** VGG16's first two blocks with random weights on small pictures. */
const quick: Choices = {
  weights: 'random',
  cut: 'block2_pool',
  size: 32,
  head: 16,
  batch: 4,
  convolution: 'direct',
  precision: 'float32',
}

function run(project: string, choices: Choices, rest: Partial<Input> = {}, work: Work = unwatched()) {
  return startRun(
    { project: join(root, project), dataset: photographs, choices: { ...quick, ...choices }, ...rest },
    work,
  )
}
const nameOf = (result: TrainResult) => result.run.split('/').at(-1)!
const recordOf = async (project: string, name: string) =>
  (await openRun(await openProject(join(root, project)), name)).record
const weightsOf = async (result: TrainResult) => (await readKerasModel(result.model)).weights

/** Work that ends, for a reason, when an epoch has ended. */
function endedAfter(epoch: number, reason: Error = new Error('enough')): Work {
  const abort = new AbortController()
  return {
    ...unwatched(),
    signal: abort.signal,
    emit: (event, payload) => {
      if (event === 'epoch-ended' && 'row' in payload && payload.row.epoch === epoch) abort.abort(reason)
    },
  }
}

const fine: Choices = {
  recipe: 'finetune',
  unfreeze: 'block2_conv1',
  epochs: [2, 2],
  learningRate: [1e-3, 1e-4],
  augmentation: 'bank:2',
}

describe('the recipe augment', () => {
  it('keeps a bank of draws, which fresh draws would have been', () =>
    expectNothingLeaks(async () => {
      const bank = await run('bank', { recipe: 'augment', augmentation: 'bank:2', epochs: [2] })
      // Two draws of the training photographs, the validation and the test photographs as they are.
      expect(bank.files.features).toHaveLength(4)
      const fresh = await run('fresh', { recipe: 'augment', augmentation: 'fresh', epochs: [2] })
      expect(fresh.files.features).toHaveLength(2)
      expect(fresh.history).toEqual(bank.history)
      expect(await weightsOf(fresh)).toEqual(await weightsOf(bank))
      const longer: Choices = { recipe: 'augment', epochs: [3] }
      const third = [
        await run('bank', { ...longer, augmentation: 'bank:2' }),
        await run('fresh', { ...longer, augmentation: 'fresh' }),
      ]
      expect(third[0]!.history[2], 'a bank begins again, fresh draws do not').not.toEqual(third[1]!.history[2])
    }))

  it('goes through one pass after the other where an epoch has its own number of steps', async () => {
    // 16 photographs in batches of 4: a pass has 4 steps, an epoch 3.
    const result = await run('steps', { recipe: 'augment', augmentation: 'bank:2', epochs: [4], stepsPerEpoch: 3 })
    expect(result.history).toHaveLength(4)
    const whole = await run('steps', { recipe: 'augment', augmentation: 'bank:2', epochs: [3], stepsPerEpoch: 4 })
    expect(await weightsOf(whole), 'the same twelve steps').toEqual(await weightsOf(result))
  })
})

describe('the recipe finetune', () => {
  it('trains the head, then the layers from the line up, and leaves the others as they were', () =>
    expectNothingLeaks(async () => {
      const result = await run('fine', fine)
      expect(result.history.map(({ epoch }) => epoch)).toEqual([0, 1, 2, 3])
      const record = await recordOf('fine', nameOf(result))
      expect(record).toMatchObject({ state: 'done', stageEpochs: [2, 2], plan: { stages: [{}, { name: 'finetune' }] } })
      // preprocessing, block1_conv1 and block1_conv2: a kernel and a bias each
      expect(result.frozen).toEqual({ tensors: 6 })
      expect(result.verified.maxAbsDifference).toBeLessThan(1e-4)
      const head = await run('fine', {
        ...fine,
        recipe: 'augment',
        unfreeze: 'none',
        epochs: [2],
        learningRate: [1e-3],
      })
      const [after, before] = [await weightsOf(result), await weightsOf(head)]
      const same = [...before].filter(([path, { values }]) => values.every((v, i) => v === after.get(path)!.values[i]))
      expect(same.map(([path]) => path)).toEqual([
        'preprocessing/kernel',
        'preprocessing/bias',
        'block1_conv1/kernel',
        'block1_conv1/bias',
        'block1_conv2/kernel',
        'block1_conv2/bias',
      ])
      const losses = await readNpy(join(result.run, 'losses.npy'))
      expect(losses.shape).toEqual([4, 8])
      const mean = (losses.values as Float32Array).slice(24).reduce((a, b) => a + b, 0) / 8
      expect(mean).toBeCloseTo(result.history[3]!.val_loss, 5)
    }))

  it.each([0, 1, 2])('interrupted after epoch %i, ends with the same weights to the bit', async (epoch) => {
    const whole = await run('fine', fine)
    await expect(run(`cut${epoch}`, fine, {}, endedAfter(epoch))).rejects.toThrow('enough')
    const resumed = await run(`cut${epoch}`, {}, { resume: '001-finetune' })
    expect(resumed.history).toEqual(whole.history)
    expect(await weightsOf(resumed)).toEqual(await weightsOf(whole))
    // An epoch is told when it is safe, and by then the next may be over.
    const from = resumed.resumed!.epoch
    expect([epoch + 1, epoch + 2]).toContain(from)
    expect(resumed.resumed!.stage, 'that of the last epoch kept').toBe(from <= 2 ? 'head' : 'finetune')
  })

  it('is refused under a head that was never trained, unless a person insists', async () => {
    const below: Choices = { ...fine, weights: 'imagenet', recipe: 'augment', epochs: [1], learningRate: [1e-4] }
    await expect(run('refused', below)).rejects.toMatchObject({ failure: { code: 'untrained-head' } })
    await expect(run('wrong', { ...fine, unfreeze: 'block2_conv9' })).rejects.toMatchObject({
      failure: { code: 'unknown-layer', expected: expect.stringContaining('block2_conv') },
    })
  })
})

describe('the recipe scratch', () => {
  it('trains every layer from pixels, and can be repeated to the bit', async () => {
    const choices: Choices = { recipe: 'scratch', size: 64, epochs: [2], cut: undefined, learningRate: [1e-3] }
    const [a, b] = [await run('scratch', choices), await run('scratch', choices)]
    expect(a.files.features).toEqual([])
    expect((await recordOf('scratch', nameOf(a))).computed, 'nothing that a cache could have had').toBeNull()
    expect(await weightsOf(a)).toEqual(await weightsOf(b))
    expect(a.verified.maxAbsDifference).toBeLessThan(1e-4)
    const { network } = await readKerasModel(a.model)
    expect(network.layers.slice(-4).map(({ kind }) => kind)).toEqual(['Flatten', 'Dropout', 'Dense', 'Dense'])
  })
})

describe('a run', () => {
  it('that is extended ends as if it had been planned so', async () => {
    const choices: Choices = { recipe: 'augment', augmentation: 'bank:2' }
    const long = await run('long', { ...choices, epochs: [4] })
    const short = await run('short', { ...choices, epochs: [2] })
    const extended = await run('short', {}, { resume: nameOf(short), extend: 2 })
    expect(extended.history).toEqual(long.history)
    expect(await weightsOf(extended)).toEqual(await weightsOf(long))
  })

  it('that branches from a kept epoch is what a run with both stages would be', async () => {
    const whole = await run('fine', fine)
    const head = await run('branch', {
      ...fine,
      recipe: 'augment',
      unfreeze: undefined,
      epochs: [2],
      learningRate: [1e-3],
    })
    const branch = await run(
      'branch',
      { ...fine, epochs: [2], learningRate: [1e-4] },
      { branch: { run: nameOf(head), epoch: 'last' } },
    )
    expect(branch.history).toEqual(whole.history)
    expect(await weightsOf(branch)).toEqual(await weightsOf(whole))
    expect((await recordOf('branch', nameOf(branch))).branch).toEqual({ run: nameOf(head), epoch: 1 })
  })

  it('that is asked to finish keeps its last whole epoch as a complete run', async () => {
    const asked = fail('finish', 'Finish here.')
    const result = await run('finish', { ...fine, epochs: [5, 5] }, {}, endedAfter(2, asked))
    expect([3, 4], 'an epoch is told when it is safe, and by then the next may be over').toContain(
      result.history.length,
    )
    expect(result.test!.total).toBe(8)
    expect((await recordOf('finish', nameOf(result))).state).toBe('done')
  })
})
