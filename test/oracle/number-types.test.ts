import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { failureOf } from '../../contract/index.ts'
import { readKerasModel, type KerasModelFile } from '../../main/formats/index.ts'
import { readHdf5 } from '../../main/formats/hdf5.ts'
import { floatsAt } from '../../main/formats/hdf5-values.ts'
import { frozenGraph, outputOf } from '../../main/network/index.ts'
import { free, openSession, tensorOf } from '../../main/tensorflow/index.ts'
import { runPython } from '../helpers/oracle.ts'
import { greatestDifference, readFloats, temporaryFolder } from './exchange.ts'

interface Answer {
  file: string
  /** Why Keras does not load it. */
  says: string | null
}
const { folder, remove } = temporaryFolder()
afterAll(remove)

const answersIn = <T extends Answer>(name: string): T[] => JSON.parse(readFileSync(join(folder, name), 'utf8')) as T[]

/** The bytes of each weight, as Keras has it after loading a file, cast to float32. */
async function bytesInKeras(file: string): Promise<Record<string, Buffer[]>> {
  const home = join(folder, `${file}.weights`)
  const layers = readdirSync(home).map(async (layer) => {
    const names = readdirSync(join(home, layer)).sort()
    return [layer, await Promise.all(names.map(async (name) => bytesOf(await readFloats(join(home, layer, name)))))]
  })
  return Object.fromEntries(await Promise.all(layers)) as Record<string, Buffer[]>
}

function bytesHere({ weights }: KerasModelFile): Record<string, Buffer[]> {
  const byLayer = Map.groupBy(weights, ([path]) => path.slice(0, path.lastIndexOf('/')))
  return Object.fromEntries([...byLayer].map(([layer, own]) => [layer, own.map(([, { values }]) => bytesOf(values))]))
}

const bytesOf = ({ buffer, byteOffset, byteLength }: Float32Array): Buffer =>
  Buffer.from(buffer, byteOffset, byteLength)

const failureFor = async (file: string) =>
  failureOf(
    await readKerasModel(join(folder, file)).then(
      () => new Error('it did not fail'),
      (error: unknown) => error,
    ),
  )

describe('weights saved in another type than float32', () => {
  let answers: (Answer & { type: string; isStrange: boolean })[]
  beforeAll(async () => {
    await runPython('number_types.py', ['make', folder])
    answers = answersIn('types.json')
  }, 240_000)

  test('open with the bits that Keras 3 and tf_keras have after casting them', async () => {
    const usual = answers.filter(({ isStrange }) => !isStrange)
    expect(usual).toHaveLength(60)
    for (const { file, type, says } of usual) {
      expect(says, file).toBeNull()
      expect(bytesHere(await readKerasModel(join(folder, file))), `${file} ${type}`).toEqual(await bytesInKeras(file))
    }
  })

  test.each([
    ['g', 'floats of 16 bytes'],
    ['c8', 'values of another kind of 8 bytes'],
    ['S4', 'texts of 4 bytes'],
  ])('are refused by their type where they are no numbers that weights are saved in: %s', async (type, found) => {
    const strange = answers.filter((answer) => answer.type === type)
    expect(strange).toHaveLength(4)
    for (const { file } of strange) {
      expect(await failureFor(file)).toMatchObject({
        code: 'damaged-model',
        found: expect.stringContaining(found) as string,
      })
    }
  })
})

test('floats whose parts lie elsewhere, and bits, mean what h5py says, and what it cannot read is refused', async () => {
  await runPython('number_types.py', ['bits', folder])
  const answers = JSON.parse(readFileSync(join(folder, 'bits.json'), 'utf8')) as {
    file: string
    change: [type: string, at: number, to: number]
    read: string | null
  }[]
  for (const { file, change, read } of answers) {
    const path = join(folder, file)
    const reading = readHdf5(path, (opened, budget) => floatsAt(opened, 'x', budget).values)
    if (read === null) {
      await expect(reading, change.join()).rejects.toMatchObject({ failure: { code: 'damaged-model' } })
    } else {
      const expected = new Float32Array(new Uint8Array(Buffer.from(read, 'hex')).buffer)
      expect(await reading, change.join()).toEqual(expected)
    }
  }
  const known = answers.filter(({ read }) => read !== null).length
  expect(Math.min(known, answers.length - known)).toBeGreaterThan(60)
}, 60_000)

/** How far a probability may be from Keras's under each policy: Keras rounds to so many digits after every layer. */
const tolerances = {
  float32: 1e-6,
  float64: 1e-6,
  mixed_float16: 2 ** -10,
  float16: 2 ** -10,
  mixed_bfloat16: 2 ** -7,
}

describe('a model under another dtype policy than float32', () => {
  let answers: (Answer & { policy: string })[]
  let pixels: Float32Array
  beforeAll(async () => {
    await runPython('number_types.py', ['policies', folder])
    answers = answersIn('policies.json')
    pixels = await readFloats(join(folder, 'pixels.npy'))
  }, 240_000)

  test.each(Object.entries(tolerances))(
    'opens with the weights that Keras holds, and predicts what it predicts within the tolerance: %s, %f',
    async (policy, tolerance) => {
      const own = answers.filter((answer) => answer.policy === policy)
      expect(own).toHaveLength(4)
      for (const { file, says } of own) {
        expect(says, file).toBeNull()
        const model = await readKerasModel(join(folder, file))
        expect(bytesHere(model), file).toEqual(await bytesInKeras(file))
        const expected = await readFloats(join(folder, `${file}.expected.npy`))
        expect(greatestDifference(predicted(model, pixels), expected), file).toBeLessThan(tolerance)
      }
    },
  )

  test('rounds weights of float32 to float16 where Keras does', async () => {
    const rounded = answers.filter(({ policy }) => policy === 'rounded')
    expect(rounded).toHaveLength(4)
    for (const { file, says } of rounded) {
      expect(says, file).toBeNull()
      expect(bytesHere(await readKerasModel(join(folder, file))), file).toEqual(await bytesInKeras(file))
    }
  })

  test('is refused by the policy’s name where it is bfloat16 alone, which Keras itself hardly opens', async () => {
    const own = answers.filter(({ policy }) => policy === 'bfloat16')
    expect(own).toHaveLength(4)
    for (const { file } of own) {
      const failure = { code: 'damaged-model', found: expect.stringContaining('bfloat16') as string }
      expect(await failureFor(file)).toMatchObject(failure)
    }
  })
})

function predicted({ network, weights }: KerasModelFile, pixels: Float32Array): Float32Array {
  const session = openSession(frozenGraph({ network, weights, input: 'float32' }))
  const input = tensorOf(pixels, [16, 9, 9, 3])
  try {
    return session.read({ input }, [outputOf(network.output)])[0]!
  } finally {
    free(input)
    session.close()
  }
}
