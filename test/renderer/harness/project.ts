import {
  runRecordSchema,
  historyRowSchema,
  splits,
  type EvaluateResult,
  type HistoryRow,
  type PhotographRow,
  type ProjectState,
  type RunRecord,
  type RunView,
  type Split,
} from '../../../contract/index.ts'
import recorded from './run.json' with { type: 'json' }

/** The sample photographs by class: the letter and the numbers of their files, and how many lie in each split. */
const sample: Record<string, { letter: string; counts: Record<Split, number> }> = {
  fish: { letter: 'P', counts: { train: 46, validation: 23, test: 23 } },
  fruit: { letter: 'E', counts: { train: 34, validation: 17, test: 17 } },
  leafy: { letter: 'C', counts: { train: 17, validation: 9, test: 8 } },
  vegetables: { letter: 'D', counts: { train: 39, validation: 19, test: 20 } },
}

export const folder = '/home/me/Thaw/Market stall'
export const record: RunRecord = runRecordSchema.parse(recorded)
export const history: HistoryRow[] = historyRowSchema.array().parse(recorded.history)

export type Variant = 'normal' | 'running' | 'stages' | 'new' | 'empty' | 'many'

const fileOf = (letter: string, i: number): string => `${letter}${String(i + 1).padStart(3, '0')}.jpeg`
const manyNames = Array.from({ length: 40 }, (_, i) =>
  i % 7 === 3 ? `a rather long name of a class, number ${i + 1}` : `class-${String(i + 1).padStart(2, '0')}`,
)

export function classesOf(variant: Variant): string[] {
  return variant === 'empty' ? [] : variant === 'many' ? manyNames : Object.keys(sample)
}

export function photographsOf(name: string): PhotographRow[] {
  const known = sample[name]
  const counts = known?.counts ?? { train: 312, validation: 156, test: 157 }
  let i = 0
  return splits.flatMap((split) =>
    Array.from({ length: counts[split] }, () => {
      const file = known ? fileOf(known.letter, i) : fileOf('P', i % 92)
      i++
      return { file: `${known ? name : 'fish'}/${file}`, split, width: 308, height: 173, bytes: 9000 }
    }),
  )
}

function splitsOf(variant: Variant): Record<Split, Record<string, number>> {
  const counts = (split: Split) =>
    Object.fromEntries(
      classesOf(variant).map((name) => [name, photographsOf(name).filter((p) => p.split === split).length]),
    )
  return { train: counts('train'), validation: counts('validation'), test: counts('test') }
}

const files = [
  { file: 'model.h5', bytes: 67_400_000 },
  { file: 'log.csv', bytes: 3_100 },
]
const done = (name: string, rows: HistoryRow[], change: Partial<RunRecord> = {}): RunView => ({
  record: { ...record, name, ...change },
  folder: `${folder}/runs/${name}`,
  history: rows,
  files,
})

function runsOf(variant: Variant): RunView[] {
  if (variant === 'new' || variant === 'empty') return []
  const earlier = history.map((row) => ({
    ...row,
    val_accuracy: row.val_accuracy - 0.03,
    val_loss: row.val_loss * 1.15,
  }))
  const runs = [
    done('002-extract', history),
    done('001-extract', earlier, {
      test: { accuracy: 0.721, loss: 3.4, interval: [0.605, 0.814], correct: 49, total: 68 },
    }),
  ]
  if (variant === 'stages') return [...seedsOf(), twoStages(), ...runs]
  if (variant !== 'running') return runs
  const running = done('003-extract', history.slice(0, 19), { state: 'running', test: null, modelCheck: null })
  return [{ ...running, files: [] }, ...runs]
}

/** The head for 30 epochs, then with block 5 for 20 of 50 more, stopped and kept. */
function twoStages(): RunView {
  const [head] = record.plan.stages
  if (!head) throw new Error('The recording has no stage.')
  const finetune = { ...head, name: 'finetune', unfreeze: 'block5_conv1', learningRate: 1e-5, epochs: 50 }
  const rows = Array.from({ length: 50 }, (_, epoch): HistoryRow => {
    const row = history[Math.min(epoch, 29)]!
    const beyond = Math.max(0, epoch - 29)
    return {
      epoch,
      accuracy: Math.min(1, row.accuracy + beyond / 300),
      loss: row.loss * 0.95 ** beyond,
      val_accuracy: Math.min(0.9, row.val_accuracy + beyond / 500),
      val_loss: row.val_loss * (1 + beyond / 60),
    }
  })
  return done('003-finetune', rows, {
    plan: { ...record.plan, recipe: 'finetune', stages: [head, finetune] },
    stageEpochs: [30, 20],
    frozen: { tensors: 20 },
    title: 'Block 5 thawed',
    note: 'Stopped when validation loss rose.',
    bestEpoch: 29,
  })
}

/** The first run with three more seeds. */
function seedsOf(): RunView[] {
  return [3, 2, 1].map((seed) => {
    const rows = history.map((row) => ({ ...row, val_accuracy: row.val_accuracy + seed / 200 - 0.01 }))
    return done(`00${seed + 3}-extract`, rows, { plan: { ...record.plan, seed } })
  })
}

/** Losses that get smaller for most photographs and greater for every twelfth, as fine-tuning on few photographs does. */
export function lossesOf(epoch: number): { file: string; loss: number }[] {
  return photographsOf('fish')
    .filter(({ split }) => split === 'validation')
    .map(({ file }, i) => ({
      file,
      loss: i % 12 === 5 ? 0.8 + epoch / 9 : Math.exp(-epoch / 12 - (i % 7) / 2) * (1 + (i % 3)),
    }))
}

export function stateOf(variant: Variant): ProjectState {
  const classes = classesOf(variant)
  const aside = [
    { file: 'leafy/C010-copy.jpeg', reason: 'truncated' as const, detail: 'The JPEG ends early, at 3,000 bytes' },
    { file: 'Thumbs.db', reason: 'not-an-image' as const, detail: 'Not an image' },
  ]
  return {
    project: folder,
    name: 'Market stall',
    source: '/home/me/Pictures/market-stall',
    splitting: 'drawn',
    draw: { shares: [50, 25, 25], seed: 0, grouping: { near: true, seconds: 2, prefix: '' } },
    data: {
      classes,
      splits: splitsOf(variant),
      quarantined: variant === 'empty' ? [] : aside,
      duplicates: [],
      leaks: [],
      findings: [],
    },
    edits: { undo: null, redo: null },
    closelyChecked: false,
    covers: Object.fromEntries(classes.map((name) => [name, photographsOf(name)[0]?.file ?? ''])),
    runs: runsOf(variant),
  }
}

/** The test split judged: diagonal heavy, with the mistakes that vegetables invite. */
export function judgementOf(variant: Variant): EvaluateResult {
  const classes = classesOf(variant)
  const four = [
    [22, 0, 0, 1],
    [0, 12, 1, 4],
    [0, 0, 7, 1],
    [1, 7, 2, 10],
  ]
  const confusion = classes.map((_, i) =>
    classes.map((_, j) =>
      classes.length === 4 ? (four[i]?.[j] ?? 0) : i === j ? 120 : (i * 7 + j * 3) % 29 === 0 ? 4 : 0,
    ),
  )
  const rowSum = (i: number) => confusion[i]?.reduce((a, b) => a + b, 0) ?? 0
  const columnSum = (j: number) => confusion.reduce((a, row) => a + (row[j] ?? 0), 0)
  const total = classes.reduce((sum, _, i) => sum + rowSum(i), 0)
  const correct = classes.reduce((sum, _, i) => sum + (confusion[i]?.[i] ?? 0), 0)
  const perClass = Object.fromEntries(
    classes.map((name, i) => {
      const [right, precision] = [confusion[i]?.[i] ?? 0, (confusion[i]?.[i] ?? 0) / Math.max(1, columnSum(i))]
      const recall = right / Math.max(1, rowSum(i))
      return [name, { precision, recall, f1: (2 * precision * recall) / (precision + recall || 1), support: rowSum(i) }]
    }),
  )
  const topLosses = classes.flatMap((label, i) => {
    const tests = photographsOf(label).filter(({ split }) => split === 'test')
    let at = 0
    return classes.flatMap((predicted, j) =>
      Array.from({ length: confusion[i]?.[j] ?? 0 }, () => {
        const file = tests[at++]?.file ?? tests[0]?.file ?? ''
        const certainty = i === j ? 0.99 : 0.9 - at / 50
        const probabilities = classes.map((_, k) => (k === j ? certainty : (1 - certainty) / (classes.length - 1)))
        return { file, label, predicted, loss: i === j ? 0.01 * at : 9.4 / (1 + at) + 1.1, probabilities }
      }),
    )
  })
  return {
    classes,
    accuracy: correct / total,
    balancedAccuracy: Object.values(perClass).reduce((sum, { recall }) => sum + recall, 0) / classes.length,
    loss: 3.208,
    interval: [0.636, 0.838],
    correct,
    total,
    confusion,
    perClass,
    topLosses: topLosses.sort((a, b) => b.loss - a.loss),
    calibration: {
      ece: 0.141,
      bins: Array.from({ length: 10 }, (_, i) => ({
        from: i / 10,
        to: (i + 1) / 10,
        count: i < 4 ? 0 : 4 * i - 14,
        confidence: i < 4 ? 0 : i / 10 + 0.05,
        accuracy: i < 4 ? 0 : i / 12,
      })),
    },
    twoClass: null,
    looks: { looks: 6, runs: 2, several: true },
  }
}
