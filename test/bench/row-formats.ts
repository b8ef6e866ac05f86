// What rows of the boundary cache would gain, and lose, as float16 or bfloat16: node test/bench/row-formats.ts FEATURES
// FEATURES is a folder features/KEY of a project, with train.npy and validation.npy. Its figures: main/features/ROWS.md.
import { join } from 'node:path'
import { unwatched } from '../../contract/index.ts'
import { readNpy } from '../../main/formats/index.ts'
import { initialWeights } from '../../main/network/index.ts'
import {
  atTheStart,
  factsOf,
  headNetwork,
  memorySource,
  openTrainer,
  planFrom,
  trainStage,
  type Rows,
} from '../../main/training/index.ts'

const [folder = ''] = process.argv.slice(2)
const seeds = 5

async function rowsOf(split: string): Promise<Rows> {
  const [{ values, shape }, labels] = [
    await readNpy(join(folder, `${split}.npy`)),
    (await readNpy(join(folder, `${split}.labels.npy`))).values,
  ]
  if (!(values instanceof Float32Array) || !(labels instanceof Int32Array)) throw new TypeError('Not features.')
  return { count: shape[0]!, shape: shape.slice(1), values, labels }
}

/** The nearest bfloat16, ties to even, in the upper halves of float32. */
function toBfloat16(values: Float32Array): Uint16Array {
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length)
  return Uint16Array.from(bits, (word) => (word + 0x7fff + ((word >>> 16) & 1)) >>> 16)
}
function fromBfloat16(halves: Uint16Array): Float32Array {
  const bits = new Uint32Array(halves.length)
  for (let i = 0; i < halves.length; i++) bits[i] = halves[i]! << 16
  return new Float32Array(bits.buffer)
}

interface Format {
  bytes: number
  pack: (values: Float32Array) => Float32Array | Uint16Array | Float16Array
  unpack: (packed: never) => Float32Array
}
const formats: Record<string, Format> = {
  float32: { bytes: 4, pack: (v) => v.slice(), unpack: (v: Float32Array) => v.slice() },
  float16: { bytes: 2, pack: (v) => new Float16Array(v), unpack: (v: Float16Array) => new Float32Array(v) },
  bfloat16: { bytes: 2, pack: toBfloat16, unpack: fromBfloat16 },
}

function milliseconds(run: () => void): number {
  run()
  const times = Array.from({ length: 7 }, () => {
    const start = performance.now()
    run()
    return performance.now() - start
  })
  return Math.min(...times)
}

async function lossAfter(train: Rows, validation: Rows, seed: number) {
  const plan = planFrom({ seed, preset: 'book' }, factsOf('vgg16'))
  const network = headNetwork(train.shape, plan.head, new Set(train.labels).size)
  const start = new Map([...initialWeights(network, seed)].map(([path, { values }]) => [path, values]))
  const stage = plan.stages[0]!
  const trainer = openTrainer(network, stage.optimizer, start)
  let last = { loss: 0, accuracy: 0 }
  try {
    await trainStage({
      ...{ trainer, stage, batch: plan.batch, seed, from: atTheStart, signal: unwatched().signal },
      train: memorySource(train),
      validation: memorySource(validation),
      onEpoch({ row }) {
        last = { loss: row.val_loss, accuracy: row.val_accuracy }
        return Promise.resolve()
      },
    })
  } finally {
    trainer.close()
  }
  return last
}

const [train, validation] = [await rowsOf('train'), await rowsOf('validation')]
const norm = (values: Float32Array) => Math.sqrt(values.reduce((sum, v) => sum + v * v, 0))
const all = train.values
console.log(`${train.count} + ${validation.count} rows of ${train.shape.join('×')}, ${seeds} seeds, 30 epochs\n`)
console.log('| rows | MB | relative error | ms to float32 | val_loss by seed | val_accuracy by seed |')
console.log('| --- | --- | --- | --- | --- | --- |')
for (const [name, { bytes, pack, unpack }] of Object.entries(formats)) {
  const through = (rows: Rows): Rows => ({ ...rows, values: unpack(pack(rows.values) as never) })
  const packed = pack(all) as never
  const back = unpack(packed)
  const error = norm(back.map((v, i) => v - all[i]!)) / norm(all)
  const ends: { loss: number; accuracy: number }[] = []
  for (let seed = 0; seed < seeds; seed++) ends.push(await lossAfter(through(train), through(validation), seed))
  const cells = [
    name,
    ((bytes * all.length) / 1e6).toFixed(1),
    error.toExponential(1),
    milliseconds(() => unpack(packed)).toFixed(1),
    ends.map(({ loss }) => loss.toFixed(4)).join(' '),
    ends.map(({ accuracy }) => accuracy.toFixed(2)).join(' '),
  ]
  console.log(`| ${cells.join(' | ')} |`)
}
process.exit()
