import { createHash } from 'node:crypto'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ThawError } from '../../contract/index.ts'
import { readKerasModel } from '../../main/formats/index.ts'
import { mutate } from './mutations.ts'
import { runPython } from './oracle.ts'

/** What became of one changed file, here and in Keras: the hash of each layer's weights, or why not. */
export interface Fate {
  file: string
  seed: number
  ours: Record<string, string[]> | null
  /** Of a refusal here. */
  failure: string | null
  keras: Record<string, string[]> | null
  milliseconds: number
}

const hashOf = ({ buffer, byteOffset, byteLength }: Float32Array): string =>
  createHash('sha256')
    .update(new Uint8Array(buffer, byteOffset, byteLength))
    .digest('hex')

/** Changes a model file in so many ways and opens each here and in the Keras that wrote it. */
export async function fatesOf(
  keras: 'keras' | 'tf_keras',
  model: string,
  seeds: readonly number[],
  folder: string,
): Promise<Fate[]> {
  const whole = readFileSync(model)
  const ending = model.slice(model.lastIndexOf('.'))
  const fates: Fate[] = []
  for (const seed of seeds) {
    const file = join(folder, `changed-${seed}${ending}`)
    writeFileSync(file, mutate(whole, seed))
    const start = performance.now()
    const fate: Fate = { file, seed, ours: null, failure: null, keras: null, milliseconds: 0 }
    try {
      const { weights } = await readKerasModel(file)
      const byLayer = Map.groupBy(weights, ([path]) => path.slice(0, path.lastIndexOf('/')))
      const layers = [...byLayer].map(([name, own]) => [name, own.map(([, { values }]) => hashOf(values))] as const)
      fate.ours = Object.fromEntries(layers)
    } catch (error) {
      if (!(error instanceof ThawError)) throw new Error(`seed ${seed} of ${model}: ${String(error)}`, { cause: error })
      fate.failure = error.failure.code
    }
    fate.milliseconds = performance.now() - start
    fates.push(fate)
  }
  await askKeras(keras, fates, folder)
  for (const { file } of fates) rmSync(file)
  return fates
}

/** A damaged file can end Keras's process: the rest is asked of another. */
async function askKeras(keras: string, fates: Fate[], folder: string): Promise<void> {
  const list = join(folder, 'list.json')
  const answers = `${list}.answer`
  let done = 0
  while (done < fates.length) {
    writeFileSync(list, JSON.stringify(fates.slice(done).map(({ file }) => file)))
    rmSync(answers, { force: true })
    const ended = await runPython('inside_files.py', ['load', list, keras]).then(
      () => null,
      (error: unknown) => error,
    )
    const lines = existsSync(answers) ? readFileSync(answers, 'utf8').split('\n').filter(Boolean) : []
    lines.forEach((line, i) => (fates[done + i]!.keras = JSON.parse(line) as Fate['keras']))
    done += lines.length
    if (ended === null) continue
    if (lines.length === 0 && done === 0) throw new Error('Keras loaded nothing.', { cause: ended })
    // The file after the last answer ended it: Keras does not load that.
    done++
  }
}

/** The files that are changed: every format, Sequential and Functional, with models inside and without. */
export const changedModels = [
  { keras: 'keras', file: 'keras-nested.h5' },
  { keras: 'tf_keras', file: 'tf_keras-book.h5' },
  { keras: 'keras', file: 'keras-nested_functional.keras' },
  { keras: 'tf_keras', file: 'tf_keras-partly_frozen.h5' },
] as const

/** What must hold of changed files: what Keras loads opens with the same weights, and nothing takes ten seconds. */
export function wrongFates(fates: readonly Fate[]): Fate[] {
  return fates.filter(({ keras, ours, milliseconds }) => {
    const isOther = keras !== null && JSON.stringify(sorted(keras)) !== JSON.stringify(sorted(ours))
    return isOther || milliseconds >= 10_000
  })
}

const sorted = (layers: Fate['ours']) => layers && Object.entries(layers).sort(([a], [b]) => (a < b ? -1 : 1))
