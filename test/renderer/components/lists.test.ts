import { expect, test } from 'vitest'
import type { HistoryRow } from '../../../contract/index.ts'
import { galleryRows } from '../../../renderer/components/data/gallery-rows.ts'
import { carriers, lossBins } from '../../../renderer/components/judge/loss-bins.ts'
import { bestOf, plannedEpochs, readCurves, stagesOf } from '../../../renderer/components/train/run-stages.ts'
import { rowsInView } from '../../../renderer/composables/use-visible-rows.ts'
import { judgementOf, photographsOf, record } from '../harness/project.ts'

test('of 25,000 photographs only the rows in view are in the page', () => {
  const photographs = Array.from({ length: 25_000 }, (_, i) => ({
    file: `a/${i}.jpeg`,
    split: 'train' as const,
    width: 300,
    height: 200,
    bytes: 9000,
  }))
  const { rows, tops, height } = galleryRows(photographs, 10, 50)
  expect(rows).toHaveLength(2500 + 3)
  const [from, to] = rowsInView(tops, height / 2, 800)
  expect(to - from).toBeLessThan(25)
  expect(tops[from]).toBeLessThan(height / 2)
})

test('a gallery of nothing has its three headings', () => {
  expect(galleryRows([], 10, 50).rows.map(({ kind }) => kind)).toEqual(['heading', 'heading', 'heading'])
  expect(rowsInView([], 0, 800)).toEqual([0, 0])
})

test('photographs keep their order and their split', () => {
  const { rows } = galleryRows(photographsOf('fish'), 10, 50)
  const files = rows.flatMap((row) => (row.kind === 'photographs' ? row.files : []))
  expect(files).toEqual(photographsOf('fish'))
})

test('every judged photograph is in one bin, and the few worst carry most of the loss', () => {
  const { topLosses, total } = judgementOf('normal')
  const bins = lossBins(topLosses)
  expect(bins.reduce((sum, { right, wrong }) => sum + right + wrong, 0)).toBe(total)
  expect(carriers([{ loss: 8 }, { loss: 1 }, { loss: 1 }], 0.8)).toEqual({ count: 1, share: 0.8 })
  expect(carriers([], 0.8)).toEqual({ count: 0, share: 0 })
})

test('stages follow one another along the epochs', () => {
  const stage = record.plan.stages[0]
  if (!stage) throw new Error('The recording has no stage.')
  const two = {
    ...record,
    plan: { ...record.plan, stages: [stage, { ...stage, name: 'finetune', unfreeze: 'block5_conv1', epochs: 50 }] },
  }
  expect(stagesOf(two).map(({ from, to, frozen }) => [from, to, frozen])).toEqual([
    [1, 30, true],
    [31, 80, false],
  ])
  expect(plannedEpochs(two)).toBe(80)
})

const rows = (loss: (i: number) => number, val: (i: number) => number, accuracy: (i: number) => number): HistoryRow[] =>
  Array.from({ length: 30 }, (_, i) => ({
    epoch: i,
    loss: loss(i),
    val_loss: val(i),
    accuracy: 1,
    val_accuracy: accuracy(i),
  }))

test('the curves are read as a person would read them', () => {
  const falling = (i: number) => Math.exp(-i / 10)
  expect(readCurves(rows(falling, falling, () => 0.8))).toBe('learning')
  expect(
    readCurves(
      rows(
        falling,
        () => 0.5,
        () => 0.8,
      ),
    ),
  ).toBe('memorising')
  expect(
    readCurves(
      rows(
        falling,
        (i) => 0.5 + i / 50,
        () => 0.8,
      ),
    ),
  ).toBe('rising')
  expect(
    readCurves(
      rows(
        () => 0.1,
        () => 0.5,
        () => 0.8,
      ),
    ),
  ).toBe('level')
  expect(readCurves(rows(falling, falling, () => 0.8).slice(0, 5))).toBe('early')
})

test('the best epoch is the first of the highest accuracies, counted from 1', () => {
  expect(
    bestOf(
      rows(
        () => 1,
        () => 1,
        (i) => (i === 4 || i === 9 ? 0.9 : 0.8),
      ),
    ),
  ).toEqual({ epoch: 5, accuracy: 0.9 })
  expect(bestOf([])).toBeNull()
})
