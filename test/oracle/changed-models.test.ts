import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { changedModels, fatesOf, wrongFates, type Fate } from '../helpers/mutated-models.ts'
import { runPython } from '../helpers/oracle.ts'

/** Of each file; a hundred in all here, ten thousand in test/slow. */
const each = 25

const folder = mkdtempSync(join(tmpdir(), 'thaw-'))
beforeAll(() => runPython('inside_files.py', ['make', folder]), 240_000)
afterAll(() => rmSync(folder, { recursive: true }))

test('of a hundred changed model files, those that Keras loads open with the same weights, and the others are an error or a model', async () => {
  const fates: Fate[] = []
  for (const [index, { keras, file }] of changedModels.entries()) {
    const seeds = Array.from({ length: each }, (_, i) => index * each + i)
    fates.push(...(await fatesOf(keras, join(folder, file), seeds, folder)))
  }
  expect(fates).toHaveLength(100)
  expect(wrongFates(fates)).toEqual([])
  // Enough of both, so that neither half of the claim is empty.
  expect(fates.filter(({ keras }) => keras !== null).length).toBeGreaterThan(10)
  expect(fates.filter(({ failure }) => failure !== null).length).toBeGreaterThan(10)
}, 300_000)
