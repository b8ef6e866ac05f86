import { expect, test } from 'vitest'
import { runRecordSchema, type RunRecord, type RunView } from '../../../contract/index.ts'
import { sampledEpochs, spreadOf } from '../../../renderer/charts/index.ts'
import { settingsOf } from '../../../renderer/components/train/figure-settings.ts'
import { tellSpread } from '../../../renderer/components/train/loss-story.ts'
import { groupOf, meanAndSpread, ranked, seedsLacking } from '../../../renderer/components/train/rank-runs.ts'
import { featuresTook, plannedEpochs, ratesOf, stagesOf } from '../../../renderer/components/train/run-stages.ts'
import { history, lossesOf, record, stateOf } from '../harness/project.ts'

const { runs } = stateOf('stages')
const named = (name: string): RunView => runs.find((run) => run.record.name === name)!
const near = (value: number): unknown => expect.closeTo(value)
const two = named('003-finetune')

test('a stage spans the epochs that it took, and one that never began is not there', () => {
  expect(stagesOf(two.record).map(({ from, to, frozen }) => [from, to, frozen])).toEqual([
    [1, 30, true],
    [31, 50, false],
  ])
  expect(plannedEpochs(two.record)).toBe(50)
  const early: RunRecord = { ...two.record, stageEpochs: [12] }
  expect(stagesOf(early).map(({ to }) => to)).toEqual([12])
  expect(stagesOf({ ...early, state: 'running' }).map(({ to }) => to)).toEqual([12, 62])
  // Extended: the last stage goes on.
  expect(plannedEpochs({ ...two.record, state: 'running' })).toBe(80)
})

test('the learning rate is what the log says, else its stage’s', () => {
  const rates = ratesOf(two.record, two.history)
  expect([rates[0], rates[29], rates[30], rates[49]]).toEqual([2e-5, 2e-5, 1e-5, 1e-5])
  expect(ratesOf(two.record, [{ ...two.history[40]!, learning_rate: 3e-6 }])).toEqual([3e-6])
})

test('features that were all in the cache are told from those that took a moment, and from none', () => {
  const took = (computed?: number | null) => featuresTook({ ...record, computed, seconds: { extract: 0.04 } })
  expect(took(272)).toBe(0.04)
  expect(took(0)).toBe('cached')
  expect(took(null), 'it learned from pixels').toBeNull()
  expect(took(), 'an older record').toBe(0.04)
  expect(featuresTook({ ...record, seconds: {} }), 'not there yet').toBeNull()
})

test('runs are ranked by validation, whatever the test says', () => {
  const bad = { ...named('001-extract'), record: { ...named('001-extract').record, test: null } }
  const good = { ...named('002-extract') }
  const tested = { ...bad, record: { ...bad.record, test: { ...record.test!, accuracy: 0.99 } } }
  expect(ranked([tested, good]).map((run) => run.record.name)).toEqual(['002-extract', '001-extract'])
  const empty = { ...bad, history: [] }
  expect(ranked([empty, good])[0]).toBe(good)
})

test('a model that keeps the best epoch is ranked by that epoch', () => {
  const best: RunView = { ...two, record: { ...two.record, plan: { ...two.record.plan, keep: 'best' }, bestEpoch: 3 } }
  expect(ranked([best, named('002-extract')])[0]?.record.name).toBe('002-extract')
  expect(ranked([two, named('002-extract')])[0]?.record.name).toBe('003-finetune')
})

test('runs that differ in nothing but the seed are one group, one of each seed', () => {
  const group = groupOf(named('002-extract'), runs)
  expect(group.map((run) => run.record.plan.seed)).toEqual([0, 1, 2, 3])
  expect(seedsLacking(named('002-extract'), group, 5)).toEqual([4])
  expect(seedsLacking(two, groupOf(two, runs), 5)).toEqual([1, 2, 3, 4])
  const running = runs.map((run) => ({ ...run, record: { ...run.record, state: 'running' as const } }))
  expect(groupOf(named('002-extract'), running)).toEqual([])
})

test('mean and spread are a sample’s', () => {
  expect(meanAndSpread([0.7, 0.8, 0.9])).toEqual({
    mean: expect.closeTo(0.8),
    deviation: expect.closeTo(0.1),
    least: 0.7,
    most: 0.9,
  })
  expect(meanAndSpread([0.7])?.deviation).toBeNull()
  expect(meanAndSpread([])).toBeNull()
})

test('quantiles are NumPy’s, and what lies beyond them is kept', () => {
  const spread = spreadOf(0, [4, 1, 3, 2, 100])!
  expect(spread.quantiles).toEqual([1.2, 2, 3, 4, 80.8].map(near))
  expect(spread.mean).toBe(22)
  expect(spread.beyond).toEqual([100])
  expect(spreadOf(0, [])).toBeNull()
})

test('of many epochs some are looked at, the first and the last among them', () => {
  expect(sampledEpochs(3, 32)).toEqual([0, 1, 2])
  const some = sampledEpochs(500, 32)
  expect([some.length, some[0], some.at(-1)]).toEqual([32, 0, 499])
  expect(new Set(some).size).toBe(32)
})

test('a mean that rises while accuracy does not fall is told with its reason', () => {
  const spreads = two.history.map(({ epoch }) =>
    spreadOf(
      epoch,
      lossesOf(epoch).map(({ loss }) => loss),
    )!,
  )
  const story = tellSpread(spreads, two.history)!
  expect(story.isParadox).toBe(true)
  expect(story.mean[1]).toBeGreaterThan(story.mean[0])
  expect(story.median[1]).toBeLessThan(story.median[0])
  const falling = two.history.map((row) => ({ ...row, val_accuracy: 1 - row.epoch / 100 }))
  expect(tellSpread(spreads, falling)?.isParadox).toBe(false)
  expect(tellSpread(spreads.slice(0, 1), two.history)).toBeNull()
})

test('a saved figure names the network, each stage and the smoothing', () => {
  const lines = settingsOf(two.record, { smoothing: 0.8, form: 'debiased' }, (key) => key)
  expect(lines[0]).toBe('vgg16 · imagenet · 150×150 · imagenet · seed 0')
  expect(lines.slice(1, 3)).toEqual([
    'head: train.baseFrozen, rmsprop 2e-5, train.epochs, none',
    'finetune: block5_conv1, rmsprop 1e-5, train.epochs, none',
  ])
  expect(lines[3]).toBe('train.smoothing 0.8 (train.forms.debiased)')
  expect(settingsOf(record, { smoothing: 0, form: 'average' }, (key) => key)).toHaveLength(3)
})

test('a run recorded before stages had epochs of their own is shown as planned', () => {
  const { stageEpochs: _, ...old } = record
  expect(stagesOf(runRecordSchema.parse(old)).map(({ to }) => to)).toEqual([history.length])
})
