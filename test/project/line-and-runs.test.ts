import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { unwatched, type LineMeasured } from '../../contract/index.ts'
import { shapesOf, stacked } from '../../main/network/index.ts'
import {
  changeRecord,
  lineCosts,
  listRuns,
  measureLine,
  openProject,
  readRecord,
  restoreRun,
  startRun,
  trashRun,
} from '../../main/project/index.ts'
import { factsOf, planFrom } from '../../main/training/index.ts'
import { findBase, preprocessingNetwork } from '../../main/zoo/index.ts'
import { writePhotographs } from '../helpers/photographs.ts'

const root = mkdtempSync(join(tmpdir(), 'thaw-line-'))
afterAll(() => rmSync(root, { recursive: true }))
const photographs = join(root, 'photographs')
beforeAll(() => writePhotographs(photographs, { cats: 8, dogs: 8 }))

const measured: LineMeasured = {
  points: [
    { unfreeze: 'none', step: 0.01, validate: 0.001 },
    { unfreeze: 'block3_conv1', step: 1.01, validate: 0.011 },
    { unfreeze: 'block1_conv1', step: 3.01, validate: 0.031 },
  ],
  imagesPerSecond: 50,
  checkpoints: [
    { bytes: 10e6, take: 0.001, write: 0.02 },
    { bytes: 210e6, take: 0.201, write: 0.42 },
  ],
}

function costsOfVgg16(photographs = { train: 2000, validation: 1000 }) {
  const base = findBase('vgg16')
  const under = preprocessingNetwork(base, 'imagenet', 150).network
  const network = stacked('vgg16', under, base.build({ size: 150, includeTop: false }))
  const preprocessing = new Set(under.layers.map(({ name }) => name))
  const plan = planFrom({}, factsOf('vgg16'))
  const options = { prepared: { network, preprocessing }, plan, classes: 2, measured }
  return new Map(lineCosts({ ...options, photographs }).map((cost) => [cost.unfreeze, cost]))
}

it('what the line costs has the book’s parameters, and rises with what learns', () => {
  const costs = costsOfVgg16()
  expect(costs.size).toBe(19)
  expect(costs.get('none')).toMatchObject({ trainable: 2_097_665, frozen: 14_714_688, boundary: 'block5_pool' })
  expect(costs.get('block5_conv1')).toMatchObject({ trainable: 9_177_089, boundary: 'block4_pool' })
  expect(costs.get('block5_conv1')!.rowBytes).toBe(9 * 9 * 512 * 4)
  expect(costs.get('block1_conv1')).toMatchObject({ trainable: 16_812_353, frozen: 0, rowBytes: 0 })
  const inOrder = [...costs.values()].map(({ epochSeconds }) => epochSeconds!)
  expect(inOrder, 'lower lines cost more').toEqual(inOrder.toSorted((a, b) => b - a))
  // 100 steps and 1000 validation photographs, then the checkpoint of 16.8 MB is copied. It is written beside the next epoch, and
  // waited for where it takes longer.
  const share = (8 * 2_097_665 - 10e6) / 200e6
  const [taken, written] = [0.001 + 0.2 * share, 0.02 + 0.4 * share]
  expect(costs.get('none')!.epochSeconds).toBeCloseTo(100 * 0.01 + 1 + taken, 3)
  const few = costsOfVgg16({ train: 20, validation: 1 }).get('none')!
  expect(few.epochSeconds).toBeCloseTo(written + taken, 3)
  expect(costs.get('none')!.freshEpochSeconds! - costs.get('none')!.epochSeconds!).toBeCloseTo(2000 / 50, 5)
  expect(shapesOf(findBase('vgg16').build({ size: 150, includeTop: false })).size).toBe(19)
})

it('between two places a step follows what it computes: the lowest layer that learns needs no gradient of its input', () => {
  const costs = costsOfVgg16({ train: 20_000, validation: 0 })
  const seconds = (unfreeze: string) => {
    const { epochSeconds, checkpointBytes } = costs.get(unfreeze)!
    return epochSeconds! - (0.001 + (checkpointBytes - 10e6) / 1e9)
  }
  // Multiply-adds of a photograph: three convolutions of 9×9×512 and 18×18×512, the lowest of these from 256 channels.
  const [in5, in4, in4From256] = [9 * 9 * 9 * 512 ** 2, 18 * 18 * 9 * 512 ** 2, 18 * 18 * 9 * 512 * 256]
  const whole = 9 * in5 + 6 * in4 + 3 * in4From256 + 3 * (2 * 37 ** 2 * 9 * 256 ** 2) + 2 * 37 ** 2 * 9 * 128 * 256
  const slope = (100 * 10) / whole
  expect(seconds('block5_conv3')).toBeCloseTo(10 + slope * 2 * in5, 1)
  expect(seconds('block5_conv1')).toBeCloseTo(10 + slope * 8 * in5, 1)
  expect(seconds('block3_conv1')).toBeCloseTo(1010, 1)
})

it('the line is measured at the last convolution and at the first of each size, the lower the slower', async () => {
  const result = await measureLine(
    { base: 'vgg16', size: 32, cut: 'block3_pool', head: 16, classes: 2, batch: 4 },
    unwatched(),
  )
  expect(result.points.map(({ unfreeze }) => unfreeze)).toEqual([
    'none',
    'block3_conv3',
    'block3_conv1',
    'block2_conv1',
    'block1_conv1',
  ])
  const [head, all] = result.checkpoints
  expect(head!.bytes).toBeLessThan(all!.bytes)
  expect(result.points.at(-1)!.step).toBeGreaterThan(result.points[0]!.step)
})

it('a run is named, noted, taken off the list and put back whole', async () => {
  const dir = join(root, 'project')
  const choices = {
    weights: 'random',
    cut: 'block1_pool',
    size: 32,
    epochs: [1],
    head: 4,
    convolution: 'direct',
    precision: 'float32',
  } as const
  const start = () =>
    startRun({ project: dir, dataset: photographs, choices: { ...choices, epochs: [1] } }, unwatched())
  await start()
  const project = await openProject(dir)
  await changeRecord(project, '001-extract', (record) => ({ ...record, title: 'first', note: 'as a test' }))
  await trashRun(project, '001-extract')
  expect(await listRuns(project)).toEqual([])
  await start()
  expect(await listRuns(project), 'its number is not given again').toEqual(['002-extract'])
  await restoreRun(project, '001-extract')
  expect(await listRuns(project)).toEqual(['001-extract', '002-extract'])
  expect(await readRecord(join(project.runs, '001-extract'))).toMatchObject({ title: 'first', note: 'as a test' })
  await expect(restoreRun(project, '001-extract')).rejects.toMatchObject({ failure: { code: 'run-missing' } })
})
