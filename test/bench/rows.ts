import { join } from 'node:path'
import { pythonOf } from '../helpers/oracle.ts'
import { dataRows } from './data-rows.ts'
import { scale } from './data.ts'
import type { Row } from './row.ts'
import { trainingRows } from './training-rows.ts'
import type { WorkerCommand } from './worker.ts'

const { size, batch, features } = scale
const kerasNote = 'Keras 3 with TensorFlow as it comes'

const thaw = (row: string, folder: string) => (): WorkerCommand => ({
  command: process.execPath,
  args: [join(import.meta.dirname, 'thaw', 'worker.ts'), row, folder],
})

const python = (script: string, row: string, folder: string) => (): WorkerCommand => ({
  command: pythonOf('bench'),
  args: [join(import.meta.dirname, 'peers', script), row, folder],
  env: { CUDA_VISIBLE_DEVICES: '-1' },
})

const imagesPerSecond = {
  unit: 'images/s',
  better: 'more',
  value: (ms: number, runs: number) => (runs * batch * 1000) / ms,
} as const
const seconds = { unit: 's', better: 'less', value: (ms: number, runs: number) => ms / runs / 1000 } as const

type MakeRow = (folder: string) => Row

function extractRow(name: string, job: string, peerName: string, peer: [script: string, row: string]): MakeRow {
  const note = `VGG16 base, ${size}×${size}, batch ${batch}, images from memory`
  const memory = name === 'extract-float32'
  return (folder) => ({
    ...imagesPerSecond,
    name,
    peerName,
    note,
    memory,
    rounds: 7,
    runs: 3,
    thaw: thaw(job, folder),
    peer: python(...peer, folder),
  })
}

/** Both sides held to AVX2, and TensorFlow as it comes on a processor that has no more: without oneDNN's kernels. */
const extractAvx2Row: MakeRow = (folder) => {
  const row = extractRow('extract-avx2', 'extract-float32', 'Keras', keras)(folder)
  const avx2 = { ONEDNN_MAX_CPU_ISA: 'AVX2' }
  const held = (command: WorkerCommand, env: Record<string, string>) => () => ({
    ...command,
    env: { ...command.env, ...avx2, ...env },
  })
  return {
    ...row,
    note: `${row.note}; both held to AVX2`,
    thaw: held(row.thaw(), { THAW_KERNELS: 'avx2' }),
    peer: held(row.peer(), { TF_ENABLE_ONEDNN_OPTS: '0' }),
  }
}

function recipeRow(name: string): MakeRow {
  const [train, validation] = [scale.train, scale.validation].map((count) => count * scale.classes.length)
  const first = name.endsWith('warm')
    ? 'the same run again, its features kept'
    : 'from photographs, empty cache (precision and kernels measured before)'
  return (folder) => ({
    ...seconds,
    name,
    peerName: 'Keras',
    note: `${train} photographs to train on, ${validation} to validate, 30 epochs as in the book; Thaw ${first}, Keras from photographs; ${kerasNote}`,
    rounds: 2,
    runs: 1,
    thaw: thaw(name, folder),
    peer: python('keras_rows.py', 'recipe-extract', folder),
  })
}

const headEpochRow: MakeRow = (folder) => ({
  ...seconds,
  name: 'head-epoch',
  peerName: 'Keras',
  note: `${features.rows}×${features.length} features, Dense 256, Dropout 0.5, batch ${batch}; peer: fit, one epoch`,
  rounds: 9,
  runs: 2,
  thaw: thaw('head-epoch', folder),
  peer: python('keras_rows.py', 'head-epoch', folder),
})

const decodeRow: MakeRow = (folder) => ({
  ...imagesPerSecond,
  name: 'decode',
  peerName: 'Keras',
  note: `photographs to (${batch},${size},${size},3) batches; Thaw filters with antialiasing, flow_from_directory takes the nearest pixel`,
  rounds: 7,
  runs: 200,
  thaw: thaw('decode', folder),
  peer: python('keras_rows.py', 'decode', folder),
})

const decodeAugmentRow: MakeRow = (folder) => ({
  ...imagesPerSecond,
  name: 'decode-augment',
  peerName: 'Keras',
  note: `${scale.train * scale.classes.length} photographs through 30 epochs of augmented (${batch},${size},${size},3) batches, the book's settings; Thaw keeps what it decoded in the first; peer: flow_from_directory`,
  rounds: 5,
  runs: (30 * scale.train * scale.classes.length) / batch,
  thaw: thaw('decode-augment', folder),
  peer: python('keras_rows.py', 'decode-augment', folder),
})

const openRow: MakeRow = (folder) => ({
  ...seconds,
  name: 'open-vgg16',
  peerName: 'Keras',
  note: 'VGG16 base from an .h5 model file to its structure and weights in memory; peer: load_model. Neither compiles what computes',
  rounds: 7,
  runs: 2,
  thaw: thaw('open-vgg16', folder),
  peer: python('keras_rows.py', 'open-vgg16', folder),
})

const activationsRow: MakeRow = (folder) => ({
  ...seconds,
  name: 'activations-png',
  peerName: 'Keras with matplotlib',
  note: `one photograph through all 18 layers of VGG16 at ${size}×${size}, model open; Thaw writes the bare grid and the titled figure of each, the peer the book's figure alone`,
  rounds: 5,
  runs: 1,
  thaw: thaw('activations-png', folder),
  peer: python('keras_rows.py', 'activations-png', folder),
})

const evaluateRow: MakeRow = (folder) => ({
  ...imagesPerSecond,
  name: 'evaluate-1k',
  peerName: 'Keras',
  note: `a saved model opened, ${scale.judged} photographs read from their files, predicted and judged; ${kerasNote}: load_model, predict over flow_from_directory, scikit-learn’s metrics`,
  value: (ms, runs) => (runs * scale.judged * 1000) / ms,
  rounds: 5,
  runs: 1,
  thaw: thaw('evaluate-1k', folder),
  peer: python('keras_rows.py', 'evaluate-1k', folder),
})

const keras: [string, string] = ['keras_rows.py', 'extract']

/** Every row by name, in the order in which they run. */
export const rows: ReadonlyMap<string, MakeRow> = new Map<string, MakeRow>([
  ['extract-float32', extractRow('extract-float32', 'extract-float32', 'Keras', keras)],
  ['extract-avx2', extractAvx2Row],
  ['extract-auto', extractRow('extract-auto', 'extract-auto', 'Keras', keras)],
  [
    'extract-onnxruntime',
    extractRow('extract-onnxruntime', 'extract-float32', 'ONNX Runtime', ['onnx_rows.py', 'onnxruntime']),
  ],
  ['extract-openvino', extractRow('extract-openvino', 'extract-float32', 'OpenVINO', ['onnx_rows.py', 'openvino'])],
  ['head-epoch', headEpochRow],
  ['recipe-extract-cold', recipeRow('recipe-extract-cold')],
  ['recipe-extract-warm', recipeRow('recipe-extract-warm')],
  ['evaluate-1k', evaluateRow],
  ['decode', decodeRow],
  ['open-vgg16', openRow],
  ['activations-png', activationsRow],
  ['decode-augment', decodeAugmentRow],
  ...trainingRows(thaw, python),
  ...dataRows(thaw, python),
])
