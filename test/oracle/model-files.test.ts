import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { failureOf } from '../../contract/index.ts'
import { summaryText } from '../../main/cli/text/summary.ts'
import { readKerasModel, readNpy, summarizeModel, type KerasModelFile } from '../../main/formats/index.ts'
import { runPython } from '../helpers/oracle.ts'

interface Saved {
  file: string
  /** What wrote and loads it. */
  keras: 'keras' | 'tf_keras'
  name: string
  /** What `model.summary(line_length=88)` prints after loading, not compiled. */
  summary: string
  /** And before it was saved, compiled and trained. */
  compiled: string
}

/** A file with one word of its config changed. */
interface Edited {
  file: string
  edit: [old: string, new: string]
  /** Whether a layer's name was changed. */
  isName: boolean
  /** Why Keras does not load it. */
  says: string | null
}

const folder = mkdtempSync(join(tmpdir(), 'thaw-'))
let files: Saved[]

beforeAll(async () => {
  await runPython('inside_files.py', ['make', folder])
  files = JSON.parse(readFileSync(join(folder, 'files.json'), 'utf8')) as Saved[]
}, 240_000)
afterAll(() => rmSync(folder, { recursive: true }))

/** The weights of each layer as Keras has them after loading the file. */
async function weightsInKeras(file: string): Promise<Record<string, Float32Array[]>> {
  const home = join(folder, `${file}.weights`)
  const layers = readdirSync(home).map(async (layer) => {
    const names = readdirSync(join(home, layer)).sort()
    const weights = await Promise.all(names.map((name) => readNpy(join(home, layer, name))))
    return [layer, weights.map(({ values }) => values)] as const
  })
  return Object.fromEntries(await Promise.all(layers)) as Record<string, Float32Array[]>
}

function weightsHere({ weights }: KerasModelFile): Record<string, Float32Array[]> {
  const byLayer = Map.groupBy(weights, ([path]) => path.slice(0, path.lastIndexOf('/')))
  return Object.fromEntries([...byLayer].map(([layer, own]) => [layer, own.map(([, { values }]) => values)]))
}

const failure = async (name: string) =>
  failureOf(
    await readKerasModel(join(folder, name)).then(
      () => new Error('it did not fail'),
      (error: unknown) => error,
    ),
  )

describe('every form in which Keras 3, tf_keras and Keras 2 save a model', () => {
  test('opens with the weights that Keras has after loading it, models inside unfolded', async () => {
    expect(files).toHaveLength(25)
    for (const { file, name } of files) {
      const model = await readKerasModel(join(folder, file))
      expect(weightsHere(model), file).toEqual(await weightsInKeras(file))
      expect(model.metadata, file).toBeNull()
      if (!file.startsWith('keras2')) expect(model.network.name, file).toBe(name)
      const kinds = model.network.layers.map(({ kind }) => kind)
      expect(
        kinds.filter((kind) => kind === 'InputLayer'),
        file,
      ).toHaveLength(1)
      expect(kinds.at(-1), file).toBe('Dense')
    }
  })

  test('prints as Keras 3 prints it, a model inside as one row', async () => {
    const ofKeras3 = files.filter(({ keras }) => keras === 'keras')
    expect(ofKeras3).toHaveLength(12)
    for (const { file, summary, compiled } of ofKeras3) {
      const { network, outline, optimizer } = await readKerasModel(join(folder, file))
      const uncompiled = summaryText(summarizeModel({ network, outline, optimizer: null }), 92)
      expect(uncompiled.trim(), file).toBe(summary.trim())
      expect(compiled).toContain('Optimizer params')
      const ours = summaryText(summarizeModel({ network, outline, optimizer }), 92)
      expect(ours.trim().split('\n').slice(-4), file).toEqual(compiled.trim().split('\n').slice(-4))
    }
  })
})

test('a setting that neither Keras takes is refused by its layer and class, and what Keras loads opens', async () => {
  await runPython('inside_files.py', ['settings', folder])
  const cases = JSON.parse(readFileSync(join(folder, 'settings.json'), 'utf8')) as {
    file: string
    index: number
    kind: string
    key: string
    loads: boolean
  }[]
  const byCase = Map.groupBy(cases, ({ index }) => index)
  let [refused, opened] = [0, 0]
  for (const both of byCase.values()) {
    for (const { file, kind, key, loads } of both) {
      if (loads) {
        await readKerasModel(join(folder, file))
        opened++
      } else if (both.every((other) => !other.loads)) {
        const { code, message, found, file: named } = await failure(file)
        expect(['unknown-setting', 'damaged-model'], file).toContain(code)
        expect(message, file).toMatch(new RegExp(`\\w+ \\(${kind}\\)`))
        expect(`${message} ${found}`, file).toContain(key)
        expect(named).toBe(join(folder, file))
        refused++
      }
    }
  }
  expect(Math.min(refused, opened)).toBeGreaterThan(60)
}, 240_000)

test('what refers to no layer, names no module, or means no policy of Keras is refused, and what Keras follows opens', async () => {
  await runPython('inside_files.py', ['edits', folder])
  const answers = JSON.parse(readFileSync(join(folder, 'edits.json'), 'utf8')) as Edited[]
  const [refused, opened]: [string[], string[]] = [[], []]
  for (const { file, edit, isName, says } of answers) {
    const told = `${file} ${edit.join(' → ')}: ${says}`
    // A name that one of the two takes is read.
    const loads = says === null || (isName && answers.some((other) => other.edit[1] === edit[1] && other.says === null))
    if (loads) {
      await readKerasModel(join(folder, file)).catch((error: unknown) =>
        expect.unreachable(`${told}: ${String(error)}`),
      )
      opened.push(told)
    } else {
      expect(await failure(file), told).toMatchObject({ code: 'damaged-model', file: join(folder, file) })
      refused.push(told)
    }
  }
  expect(opened.length).toBeGreaterThan(20)
  expect(refused.length).toBeGreaterThan(40)
}, 240_000)

test('a Lambda is named and refused, in either format', async () => {
  for (const name of ['lambda.h5', 'lambda.keras']) {
    const { code, message, found } = await failure(name)
    expect(code).toBe('lambda-refused')
    expect(message).toContain('scale')
    expect(found).toContain('Lambda')
  }
})

test('a layer that is not known is an error with its name, its class and the file', async () => {
  expect(await failure('unknown.h5')).toMatchObject({
    code: 'unknown-layer',
    message: expect.stringContaining('memory') as string,
    found: 'LSTM',
    file: join(folder, 'unknown.h5'),
  })
})
