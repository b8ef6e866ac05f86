import { expect, test } from 'vitest'
import { csvOf, curvesOption, smooth, svgOf, type CurvesInput } from '../../../renderer/charts/index.ts'
import { epochTicks } from '../../../renderer/charts/curves.ts'
import { history } from '../harness/project.ts'

const input: CurvesInput = {
  metrics: ['accuracy', 'loss'],
  run: { name: '001-extract', label: '001', history, color: 0 },
  others: [],
  stages: [{ from: 1, to: 30, frozen: true }],
  epochs: 30,
  smoothing: 0.8,
  logLoss: false,
  tokens: {
    stage: '#fff',
    line: '#eee',
    ink: '#111',
    ink3: '#555',
    runs: ['#bb420b'],
    tintIce: '#eef',
    tintWarm: '#fee',
    tintWarmEnd: '#fff',
    font: 'sans-serif',
  },
  size: { width: 900, height: 760 },
  words: { accuracy: 'Accuracy', loss: 'Loss', training: 'Training', validation: 'Validation', epoch: 'Epoch' },
}

test('smoothing is the book’s exponential moving average', () => {
  expect(smooth([1, 0, 0], 0.8)).toEqual([1, 0.8, expect.closeTo(0.64)])
  expect(smooth([3, 1, 2], 0)).toEqual([3, 1, 2])
  expect(smooth([], 0.8)).toEqual([])
})

test('epochs are labelled from 1 in round steps', () => {
  expect(epochTicks(30)).toEqual([1, 5, 10, 15, 20, 25, 30])
  expect(epochTicks(1)).toEqual([1])
  expect(epochTicks(80).slice(0, 3)).toEqual([1, 10, 20])
})

test('a figure is one drawing of both curves', () => {
  const svg = svgOf(curvesOption(input), 900, 760)
  expect(svg).toContain('<svg')
  expect(svg).toContain('Accuracy')
  expect(svg).toContain('Loss')
  expect(svg.match(/#bb420b/g)?.length).toBeGreaterThan(60)
})

test('a run without epochs is drawn empty', () => {
  expect(svgOf(curvesOption({ ...input, run: { ...input.run!, history: [] } }), 900, 760)).toContain('<svg')
})

test('the numbers are saved as CSVLogger writes them', () => {
  const lines = csvOf(history).split('\r\n')
  expect(lines[0]).toBe('epoch,accuracy,loss,val_accuracy,val_loss')
  expect(lines[1]?.startsWith('0,')).toBe(true)
  expect(lines).toHaveLength(history.length + 2)
})
