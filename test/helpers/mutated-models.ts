import { createHash } from 'node:crypto'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { ThawError } from '../../contract/index.ts'
import { readKerasModel } from '../../main/formats/index.ts'
import { mutate } from './mutations.ts'
import { runPython } from './oracle.ts'

/** The hashes of each layer's weights. */
type Hashes = Record<string, string[]>

/** What became of one changed file, here and in Keras. */
export interface Fate {
  file: string
  seed: number
  ours: Hashes | null
  /** Of a refusal here. */
  failure: string | null
  keras: Hashes | null
  /** Why Keras does not load it. */
  kerasSays: string | null
  /** Seconds of a clock, and of a processor, that reading took here. */
  seconds: number
  busy: number
}

const placesSchema = z.array(z.tuple([z.number(), z.number()]))
const answerSchema = z.union([z.string(), z.record(z.string(), z.array(z.string()))])

const hashOf = ({ buffer, byteOffset, byteLength }: Float32Array): string =>
  createHash('sha256')
    .update(new Uint8Array(buffer, byteOffset, byteLength))
    .digest('hex')

/** Makes the files that are changed, in a folder. */
export const makeModels = (folder: string): Promise<string> => runPython('changed_models.py', ['make', folder])

/** A model file that is changed, by the Keras that wrote it, and the seeds of the changes. */
export interface Changed {
  readonly keras: 'keras' | 'tf_keras'
  readonly file: string
  readonly seeds: readonly number[]
}

/** Changes model files of a folder in so many ways and opens each here and, at the same time, in Keras. */
export async function fatesOf(models: readonly Changed[], folder: string): Promise<Fate[]> {
  const changes = models.flatMap(({ keras, file, seeds }) => {
    const whole = readFileSync(join(folder, file))
    const values = placesSchema.parse(JSON.parse(readFileSync(join(folder, `${file}.values.json`), 'utf8')))
    return seeds.map((seed) => {
      const changed = join(folder, `changed-${seed}-${file}`)
      writeFileSync(changed, mutate(whole, seed, values))
      return { file: changed, seed, keras }
    })
  })
  const [answers, fates] = await Promise.all([askKeras(changes, folder), openAll(changes)])
  for (const { file } of changes) rmSync(file)
  return fates.map((fate, at) => {
    const answer = answers[at]!
    return typeof answer === 'string' ? { ...fate, kerasSays: answer } : { ...fate, keras: answer }
  })
}

async function openAll(changes: readonly { file: string; seed: number }[]): Promise<Fate[]> {
  const fates: Fate[] = []
  for (const { file, seed } of changes) {
    const none = { ours: null, failure: null, keras: null, kerasSays: null }
    const fate: Fate = { file, seed, ...none, seconds: 0, busy: 0 }
    const [start, used] = [performance.now(), process.cpuUsage()]
    try {
      const { weights } = await readKerasModel(file)
      const byLayer = Map.groupBy(weights, ([path]) => path.slice(0, path.lastIndexOf('/')))
      const layers = [...byLayer].map(([name, own]) => [name, own.map(([, { values }]) => hashOf(values))] as const)
      fate.ours = Object.fromEntries(layers)
    } catch (error) {
      if (!(error instanceof ThawError)) throw new Error(`${file}: ${String(error)}`, { cause: error })
      fate.failure = error.failure.code
    }
    const { user, system } = process.cpuUsage(used)
    fates.push({ ...fate, seconds: (performance.now() - start) / 1000, busy: (user + system) / 1e6 })
  }
  return fates
}

/** For each file the hashes of its weights, or why Keras does not load it. */
async function askKeras(
  changes: readonly { keras: string; file: string }[],
  folder: string,
): Promise<(Hashes | string)[]> {
  const list = join(folder, 'list.json')
  writeFileSync(list, JSON.stringify(changes.map(({ keras, file }) => [keras, file])))
  await runPython('changed_models.py', ['load', list])
  const lines = readFileSync(`${list}.answer`, 'utf8').trim().split('\n')
  if (lines.length !== changes.length) throw new Error(`Keras answered ${lines.length} of ${changes.length} files.`)
  return lines.map((line) => answerSchema.parse(JSON.parse(line)))
}

/** The files that are changed: every format, Sequential and Functional, with models inside and without, weights read in place. */
export const changedModels = [
  { keras: 'keras', file: 'keras-nested.h5' },
  { keras: 'tf_keras', file: 'tf_keras-book.h5' },
  { keras: 'keras', file: 'keras-nested_functional.keras' },
  { keras: 'tf_keras', file: 'tf_keras-partly_frozen.h5' },
  { keras: 'tf_keras', file: 'tf_keras-wide.h5' },
  { keras: 'keras', file: 'keras-wide.keras' },
] as const

/** Seconds for one file: of a processor, and of a clock where others have the processors. */
const longest = { busy: 10, seconds: 100 }

/**
 * What must hold of changed files: what Keras loads opens with the same weights, and nothing takes ten seconds.
 *
 * That a file opens here which Keras refuses is not wrong. It happens to two or three of a hundred changes, for what is not
 * read here: optimizer state, the groups of layers without weights, attributes such as keras_version and training_config,
 * and tables of HDF5 around them (`KeyError`, `OSError` and `RuntimeError` of h5py); `build_config`, by which Keras 3 builds
 * the layers of an archive while here their input tells their shapes; and what only one of Keras 3 and tf_keras refuses: a
 * name with other letters than TensorFlow's scopes have, an initialiser whose `config` has another name, a setting of an
 * InputLayer that tf_keras does not know, or a module in an .h5, which tf_keras does not read. References to layers, modules
 * of an archive and dtype policies that Keras does not follow are refused here too.
 *
 * The other way round one difference is left, in about three of ten thousand changes: HDF5 2.0, which is here, refuses an object
 * header with a message that is said to be shared although its kind never is (CVE-2025-2153); 1.14, which the h5py of the
 * comparison brings, passes over it. Such a fate is wrong by this rule.
 */
export function wrongFates(fates: readonly Fate[]): Fate[] {
  return fates.filter(({ keras, ours, seconds, busy }) => {
    const isOther = keras !== null && JSON.stringify(sorted(keras)) !== JSON.stringify(sorted(ours))
    return isOther || busy >= longest.busy || seconds >= longest.seconds
  })
}

const sorted = (layers: Fate['ours']) => layers && Object.entries(layers).sort(([a], [b]) => (a < b ? -1 : 1))
