import { join } from 'node:path'
import { writeFileSync } from 'node:fs'
import type { OptimizerName } from '../../contract/index.ts'
import { writeNpy } from '../../main/formats/index.ts'
import type { Network, StepConvolutions, Weights } from '../../main/network/index.ts'
import { gather, openTrainer, type Rows, type State } from '../../main/training/index.ts'
import { runPython } from '../helpers/oracle.ts'
import { readFloats, writeWeights } from './exchange.ts'

export interface Steps {
  /** What training_steps.py builds: see there. */
  keras: { model: 'head' | 'vgg16' | 'scratch'; above?: string; each?: boolean }
  /** The same in Thaw, without Dropout: the two draw their masks differently. */
  network: Network
  dense: [string, string]
  start: Weights
  rows: Rows
  /** Rows of each step's batch. */
  batches: readonly Uint32Array[]
  optimizer: OptimizerName
  rate: number
}

/** The losses of the steps, and every weight after the last. */
export interface Trained {
  losses: number[]
  weights: ReadonlyMap<string, Float32Array>
  /** Where Keras stood before each step, weights and slots, if it was asked to tell. */
  before?: State[]
}

/** The steps in Thaw; `convolutions`: what our own kernels compute. */
export function stepsInThaw(
  { network, start, rows, batches, optimizer, rate }: Steps,
  convolutions: StepConvolutions = {},
): Trained {
  const initial = new Map([...start].map(([path, weight]) => [path, weight.values]))
  const trainer = openTrainer(network, optimizer, initial, { convolutions })
  try {
    const losses = batches.map((batch, index) => {
      return trainer.step({ ...gather(rows, batch), learningRate: rate, step: index + 1, seed: 0 }).loss
    })
    const state = trainer.state()
    return { losses, weights: new Map([...start.keys()].map((path) => [path, state.get(path)!])) }
  } finally {
    trainer.close()
  }
}

/** The weights after each step, each taken from where Keras stood before it. */
export function eachStepInThaw(
  { network, rows, batches, optimizer, rate }: Steps,
  before: readonly State[],
  convolutions: StepConvolutions = {},
): State[] {
  return before.map((state, index) => {
    const trainer = openTrainer(network, optimizer, state, { convolutions })
    try {
      trainer.step({ ...gather(rows, batches[index]!), learningRate: rate, step: index + 1, seed: 0 })
      return trainer.state()
    } finally {
      trainer.close()
    }
  })
}

/** The same in Keras, all in one process. `folder` takes the files that the two exchange. */
export async function stepsInKeras(cases: readonly Steps[], folder: string): Promise<Trained[]> {
  const folders = cases.map((_, index) => join(folder, `case-${index}`))
  const jobs: string[] = []
  for (const [index, steps] of cases.entries()) jobs.push(await writeJob(steps, folders[index]!))
  await runPython('training_steps.py', jobs)
  return Promise.all(cases.map((steps, index) => readTrained(steps, folders[index]!)))
}

async function writeJob(
  { keras, dense, start, rows, batches, optimizer, rate }: Steps,
  folder: string,
): Promise<string> {
  const at = (name: string) => join(folder, name)
  await writeWeights(at('start'), start)
  await writeNpy(at('inputs.npy'), { shape: [rows.count, ...rows.shape], values: rows.values })
  await writeNpy(at('labels.npy'), { shape: [rows.count], values: rows.labels })
  const flat = Int32Array.from(batches.flatMap((batch) => [...batch]))
  await writeNpy(at('batches.npy'), { shape: [batches.length, flat.length / batches.length], values: flat })
  const files = { inputs: at('inputs.npy'), labels: at('labels.npy'), batches: at('batches.npy') }
  const job = { ...keras, ...files, dense, weights: at('start'), optimizer, rate, out: at('after') }
  writeFileSync(at('job.json'), JSON.stringify(job))
  return at('job.json')
}

async function readTrained({ keras, start, batches }: Steps, folder: string): Promise<Trained> {
  const read = async (path: string) => readFloats(join(folder, 'after', `${path}.npy`))
  const paths = [...start.keys()]
  const readAll = async (names: readonly string[], from = '') =>
    new Map(await Promise.all(names.map(async (name) => [name, await read(join(from, name))] as const)))
  const trained = { losses: [...(await read('losses'))], weights: await readAll(paths) }
  if (!keras.each) return trained
  const before: State[] = [new Map([...start].map(([path, { values }]) => [path, values]))]
  const withSlots = paths.flatMap((path) => [path, `${path}/velocity`])
  for (let step = 1; step < batches.length; step++) before.push(await readAll(withSlots, String(step)))
  return { ...trained, before }
}
