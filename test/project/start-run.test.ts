import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { unwatched, type HandlerInput, type TrainResult, type Work } from '../../contract/index.ts'
import { parseLog, readKerasModel } from '../../main/formats/index.ts'
import { openProject, openRun, startRun } from '../../main/project/index.ts'
import { readCheckpoint } from '../../main/training/index.ts'
import { writePhotographs } from '../helpers/photographs.ts'
import { expectNothingLeaks } from '../helpers/tensors.ts'

const root = mkdtempSync(join(tmpdir(), 'thaw-run-'))
afterAll(() => rmSync(root, { recursive: true }))
const photographs = join(root, 'photographs')

beforeAll(() => writePhotographs(photographs, { cats: 16, dogs: 16 }))

type Choices = HandlerInput<'start-run'>['choices']
/** VGG16's first two blocks with random weights on small pictures: every part of a run in a second. */
const quick: Choices = {
  weights: 'random',
  cut: 'block2_pool',
  size: 32,
  epochs: [4],
  head: 16,
  convolution: 'direct',
  precision: 'float32',
}

const run = (project: string, choices: Choices = {}, work: Work = unwatched(), resume?: string): Promise<TrainResult> =>
  startRun({ project: join(root, project), dataset: photographs, choices: { ...quick, ...choices }, resume }, work)

const weightsOf = async (result: TrainResult) => (await readKerasModel(result.model)).weights
const recordOf = async (result: TrainResult) =>
  (await openRun(await openProject(join(result.run, '..', '..')), result.run.split('/').at(-1)!)).record

/** Work that is cancelled when an epoch has ended. */
function cancelledAfter(epoch: number): Work {
  const abort = new AbortController()
  return {
    ...unwatched(),
    signal: abort.signal,
    emit: (event, payload) => {
      if (event === 'epoch-ended' && 'row' in payload && payload.row.epoch === epoch) abort.abort(new Error('enough'))
    },
  }
}

describe('a run of the recipe extract', () => {
  it('leaves model, log, features and figures, and nothing in memory', () =>
    expectNothingLeaks(async () => {
      const result = await run('whole')
      expect(result.history.map((row) => row.epoch)).toEqual([0, 1, 2, 3])
      expect(parseLog(readFileSync(result.files.log, 'utf8'))).toEqual(result.history)
      expect(result.test!.total).toBe(8)
      expect(result.test!.interval[0]).toBeLessThanOrEqual(result.test!.accuracy)
      expect(result.verified.maxAbsDifference).toBeLessThan(1e-4)
      expect(result.weights).toBe('random')
      expect(result.imagesPerSecond).toBeGreaterThan(0)
      for (const file of [result.model, ...result.files.features, ...result.files.figures]) {
        expect(statSync(file).size, file).toBeGreaterThan(100)
      }
      expect(result.files.figures.map((file) => file.split('.').at(-1)).sort()).toEqual(['png', 'png', 'svg', 'svg'])
      expect(await recordOf(result)).toMatchObject({ state: 'done', precision: 'float32', test: result.test })
      expect((await recordOf(result)).computed).toBeGreaterThan(0)
    }))

  it('takes features from the cache when it is run again, and gives the same weights to the bit', async () => {
    const [first, second] = [await run('twice'), await run('twice')]
    expect(first.run).not.toBe(second.run)
    expect(second.imagesPerSecond).toBeNull()
    expect((await recordOf(second)).computed).toBe(0)
    expect(second.history).toEqual(first.history)
    expect(await weightsOf(second)).toEqual(await weightsOf(first))
    const other = await run('twice', { seed: 1 })
    expect(other.history).not.toEqual(first.history)
  })

  it('goes on after a cancel and ends with the weights of a run that was never interrupted, bit for bit', async () => {
    const whole = await run('uninterrupted')
    await expect(run('interrupted', {}, cancelledAfter(1))).rejects.toThrow('enough')
    const project = await openProject(join(root, 'interrupted'))
    expect((await openRun(project, '001-extract')).record.state).toBe('stopped')
    const resumed = await run('interrupted', {}, unwatched(), '001-extract')
    // The epoch after may have ended while this one was made safe.
    expect(resumed.resumed!.stage).toBe('head')
    expect([2, 3]).toContain(resumed.resumed!.epoch)
    expect(resumed.history).toEqual(whole.history)
    expect(await weightsOf(resumed)).toEqual(await weightsOf(whole))
  })

  it('tells of an epoch only when its checkpoint is on disk', async () => {
    const safe: Promise<[told: number, kept: number]>[] = []
    const emit: Work['emit'] = (event, payload) => {
      if (event !== 'epoch-ended' || !('row' in payload)) return
      const { epoch } = payload.row
      const file = join(root, 'safe', 'runs', '001-extract', 'checkpoint', 'last.safetensors')
      safe.push(readCheckpoint(file).then((checkpoint) => [epoch + 1, checkpoint?.progress.epochs ?? 0]))
    }
    const { history } = await run('safe', {}, { ...unwatched(), emit })
    const pairs = await Promise.all(safe)
    expect(pairs.map(([told]) => told)).toEqual(history.map(({ epoch }) => epoch + 1))
    for (const [told, kept] of pairs) expect(kept).toBeGreaterThanOrEqual(told)
  })

  it('that a kill kept from keeping its best epoch keeps it when it goes on', async () => {
    const choices: Choices = { keep: 'best', epochs: [1] }
    await expect(run('unkept', choices, cancelledAfter(0))).rejects.toThrow('enough')
    const best = join(root, 'unkept', 'runs', '001-extract', 'checkpoint', 'best.safetensors')
    const { progress } = (await readCheckpoint(best))!
    rmSync(best)
    await run('unkept', choices, unwatched(), '001-extract')
    expect((await readCheckpoint(best))!.progress).toEqual(progress)
    expect(readdirSync(dirname(best)).sort()).toEqual(['best.safetensors', 'last.safetensors'])
  })

  it('keeps the best epoch’s weights when asked to', async () => {
    const result = await run('best', { keep: 'best', epochs: [6], learningRate: [0.01] })
    const { bestEpoch } = await recordOf(result)
    const losses = result.history.map((row) => row.val_loss)
    expect(losses[bestEpoch!]).toBe(Math.min(...losses))
    const checkpoint = (await readCheckpoint(join(result.run, 'checkpoint', 'best.safetensors')))!
    const weights = await weightsOf(result)
    expect(weights.get('dense_1/kernel')!.values).toEqual(checkpoint.state.get('dense_1/kernel'))
  })

  it('goes on when the project and its photographs are copied elsewhere', async () => {
    await run('moving')
    const copy = join(root, 'copy')
    cpSync(join(root, 'moving'), join(copy, 'moving'), { recursive: true })
    cpSync(photographs, join(copy, 'photographs'), { recursive: true, preserveTimestamps: true })
    const result = await startRun(
      { project: join(copy, 'moving'), dataset: join(copy, 'photographs'), choices: quick },
      unwatched(),
    )
    expect(result.imagesPerSecond, 'every row came from the copied cache').toBeNull()
    const record = readFileSync(join(copy, 'moving', 'dataset.json'), 'utf8')
    expect(record).not.toContain(root)
  })

  it('refuses to go on with a run that is complete, and says what to do', async () => {
    await run('complete')
    await expect(run('complete', {}, unwatched(), '001-extract')).rejects.toThrow(
      expect.objectContaining({
        failure: expect.objectContaining({
          code: 'run-complete',
          remedy: 'Start a new run, or give this one more epochs.',
        }),
      }),
    )
    await expect(run('complete', {}, unwatched(), '009-extract')).rejects.toThrow(
      expect.objectContaining({
        failure: expect.objectContaining({ code: 'run-missing', expected: '001-extract' }),
      }),
    )
  })

  it('uses softmax from three classes on', async () => {
    const three = join(root, 'three')
    await writePhotographs(three, { a: 8, b: 8, c: 8 })
    const result = await startRun({ project: join(root, 'three-project'), dataset: three, choices: quick }, unwatched())
    const { network } = await readKerasModel(result.model)
    expect(network.layers.at(-1)!.config).toMatchObject({ units: 3, activation: 'softmax' })
    expect(result.verified.maxAbsDifference).toBeLessThan(1e-4)
  })
})

describe('a project’s folder', () => {
  it('that holds something else is refused and left as it is', async () => {
    await expect(startRun({ project: photographs, dataset: photographs, choices: quick }, unwatched())).rejects.toThrow(
      expect.objectContaining({ failure: expect.objectContaining({ code: 'not-a-project' }) }),
    )
  })
})
