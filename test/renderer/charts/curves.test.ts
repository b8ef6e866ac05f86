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
  form: 'average',
  logLoss: false,
  tokens: {
    stage: '#fff',
    line: '#eee',
    thaw: '#e60',
    ink: '#111',
    ink3: '#555',
    runs: ['#bb420b'],
    tintIce: '#eef',
    tintWarm: '#fee',
    tintWarmEnd: '#fff',
    font: 'sans-serif',
  },
  size: { width: 900, height: 760 },
  words: {
    accuracy: 'Accuracy',
    loss: 'Loss',
    learning_rate: 'Learning rate',
    training: 'Training',
    validation: 'Validation',
    epoch: 'Epoch',
  },
}

const near = (value: number): unknown => expect.closeTo(value)

test('smoothing is the book’s exponential moving average', () => {
  expect(smooth([1, 0, 0], 0.8)).toEqual([1, 0.8, expect.closeTo(0.64)])
  expect(smooth([3, 1, 2], 0)).toEqual([3, 1, 2])
  expect(smooth([], 0.8)).toEqual([])
})

test('the debiased form is TensorBoard’s: a constant stays what it is from the first value on', () => {
  expect(smooth([0.4, 0.4, 0.4], 0.99, 'debiased')).toEqual([0.4, 0.4, 0.4].map(near))
  // TensorBoard: last = 0.8·last + 0.2·x, divided by 1 − 0.8^n.
  expect(smooth([1, 0, 2], 0.8, 'debiased')).toEqual([1, 0.16 / 0.36, 0.528 / 0.488].map(near))
  expect(smooth([3, 1, 2], 0, 'debiased')).toEqual([3, 1, 2])
})

test('epochs are labelled from 1 in round steps', () => {
  expect(epochTicks(30)).toEqual([1, 5, 10, 15, 20, 25, 30])
  expect(epochTicks(1)).toEqual([1])
  expect(epochTicks(80).slice(0, 3)).toEqual([1, 10, 20])
})

test('a figure is one drawing of both curves', async () => {
  const svg = await svgOf(curvesOption(input), 900, 760)
  expect(svg).toContain('<svg')
  expect(svg).toContain('Accuracy')
  expect(svg).toContain('Loss')
  expect(svg.match(/#bb420b/g)?.length).toBeGreaterThan(60)
})

test('a saved figure says what it is and how it was made, and shows the learning rate where it changes', async () => {
  const rates = history.map((_, i) => (i < 20 ? 2e-5 : 1e-5))
  const heading = { title: '001-extract', lines: ['vgg16 · imagenet', 'head: base frozen'] }
  const run = { ...input.run!, rates }
  const metrics: CurvesInput['metrics'] = ['accuracy', 'loss', 'learning_rate']
  const svg = await svgOf(curvesOption({ ...input, run, metrics, heading }), 900, 980)
  for (const text of ['001-extract', 'vgg16 · imagenet', 'head: base frozen', 'Learning rate'])
    expect(svg).toContain(text)
})

test('where the base begins to thaw the line stands between the stages', async () => {
  const stages = [
    { from: 1, to: 20, frozen: true },
    { from: 21, to: 30, frozen: false },
  ]
  expect((await svgOf(curvesOption({ ...input, stages }), 900, 760)).match(/#e60/g)).toHaveLength(2)
  expect(await svgOf(curvesOption(input), 900, 760)).not.toContain('#e60')
})

test('runs beyond the three colours are drawn in a quiet one', async () => {
  const others = [{ ...input.run!, color: 7 }]
  expect(await svgOf(curvesOption({ ...input, others }), 900, 760)).toContain('#555')
})

/** Where the names at the ends of the lines stand, from the top: run → pixels. */
async function namesIn(option: CurvesInput): Promise<Record<string, number>> {
  const svg = await svgOf(curvesOption(option), option.size.width, option.size.height)
  const names = svg.matchAll(/<text[^>]* transform="translate\([\d.]+ ([\d.]+)\)"[^>]*>(\d{3})<\/text>/g)
  return Object.fromEntries([...names].map(([, y = '', name = '']): [string, number] => [name, Number(y)]))
}

test.each(['accuracy', 'loss'] as const)('names of runs that end alike stand apart (%s)', async (metric) => {
  const named = (label: string, epochs: number): CurvesInput['others'][number] => ({
    ...input.run!,
    label,
    history: history.slice(0, epochs),
  })
  const one: CurvesInput = { ...input, metrics: [metric], size: { width: 900, height: 380 } }
  const alone = await namesIn(one)
  const among = await namesIn({ ...one, others: [named('002', 30), named('003', 30), named('004', 12)] })
  expect(Object.keys(among)).toHaveLength(4)
  const beside = ['001', '002', '003'].map((name) => among[name]!).toSorted((a, b) => a - b)
  expect(beside[0]).toBeCloseTo(alone['001']!)
  // A letter is 11 pixels high.
  expect(beside[1]! - beside[0]!).toBeGreaterThan(11)
  expect(beside[2]! - beside[1]!).toBeGreaterThan(11)

  // Level with another, but far from it: it stays at its line.
  const shorter = { ...one, run: named('001', 12) }
  const level = {
    ...one.run!,
    label: '002',
    history: history.map((row, i) => ({ ...history[Math.min(i, 11)]!, epoch: row.epoch })),
  }
  const apart = await namesIn({ ...shorter, smoothing: 0, others: [level] })
  expect(apart['001']).toBeCloseTo(apart['002']!)
})

test('a run without epochs is drawn empty', async () => {
  expect(await svgOf(curvesOption({ ...input, run: { ...input.run!, history: [] } }), 900, 760)).toContain('<svg')
})

test('the numbers are saved as CSVLogger writes them', () => {
  const lines = csvOf(history).split('\r\n')
  expect(lines[0]).toBe('epoch,accuracy,loss,val_accuracy,val_loss')
  expect(lines[1]?.startsWith('0,')).toBe(true)
  expect(lines).toHaveLength(history.length + 2)
})

test('a learning rate that was logged is among the numbers, where CSVLogger puts it', () => {
  const lines = csvOf(history.map((row) => ({ ...row, learning_rate: 1e-5 }))).split('\r\n')
  expect(lines[0]).toBe('epoch,accuracy,learning_rate,loss,val_accuracy,val_loss')
  expect(lines[1]?.split(',')[2]).toBe('0.00001')
})
