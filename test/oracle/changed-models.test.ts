import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readKerasModel } from '../../main/formats/index.ts'
import { changedModels, fatesOf, makeModels, wrongFates } from '../helpers/mutated-models.ts'

/** Of each file; a hundred in all here, ten thousand in test/slow. */
const each = 17
/** Changes of which Keras once loaded what was refused here, or other values were read. */
const once: Record<string, number[]> = {
  'keras-nested_functional.keras': [3_000_171, 3_000_339, 3_000_592],
  'keras-nested.h5': [1_001_183, 1_001_288, 1_001_425],
  'tf_keras-partly_frozen.h5': [4_000_508, 4_000_153, 4_000_576, 4_001_366, 77_003_045],
}

const folder = mkdtempSync(join(tmpdir(), 'thaw-'))
beforeAll(() => makeModels(folder), 240_000)
afterAll(() => rmSync(folder, { recursive: true }))

test('of a hundred changed model files, those that Keras loads open with the same weights, and the others are an error or a model', async () => {
  const models = changedModels.map((changed, index) => ({
    ...changed,
    seeds: [...Array.from({ length: each }, (_, i) => index * each + i), ...(once[changed.file] ?? [])],
  }))
  const fates = await fatesOf(models, folder)
  expect(fates.length).toBeGreaterThanOrEqual(100)
  expect(wrongFates(fates)).toEqual([])
  // Enough of both, so that neither half of the claim is empty.
  expect(fates.filter(({ keras }) => keras !== null).length).toBeGreaterThan(10)
  expect(fates.filter(({ failure }) => failure !== null).length).toBeGreaterThan(10)
}, 300_000)

test.each(changedModels.filter(({ file }) => file.includes('wide')))(
  'among the files that are changed, the large weights of $file are read in place',
  async ({ file }) => {
    const { weights } = await readKerasModel(join(folder, file))
    const buffers = ['conv1/kernel', 'dense/kernel'].map((path) => weights.get(path)!.values.buffer)
    // Both lie in the bytes of the file.
    expect(buffers[0]).toBe(buffers[1])
  },
)
