import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { changedModels, fatesOf, wrongFates } from '../helpers/mutated-models.ts'
import { runPython } from '../helpers/oracle.ts'

/** Of each of the four files: ten thousand in all, or as many as `THAW_CHANGES` says. */
const each = Number(process.env['THAW_CHANGES'] ?? 2500)
/** Files on disk, and in one process of Keras, at a time. */
const together = Math.min(each, 250)

const folder = mkdtempSync(join(tmpdir(), 'thaw-'))
beforeAll(() => runPython('inside_files.py', ['make', folder]), 240_000)
afterAll(() => rmSync(folder, { recursive: true }))

test.each(changedModels.map((changed, index) => ({ ...changed, index })))(
  `of ${each} changes of $file, those that Keras loads open with the same weights, and none ends otherwise than in an error or a model`,
  async ({ keras, file, index }) => {
    let loaded = 0
    let refused = 0
    for (let from = 0; from < each; from += together) {
      const seeds = Array.from(
        { length: Math.min(together, each - from) },
        (_, i) => 1_000_000 * (index + 1) + from + i,
      )
      const fates = await fatesOf(keras, join(folder, file), seeds, folder)
      expect(wrongFates(fates)).toEqual([])
      loaded += fates.filter((fate) => fate.keras !== null).length
      refused += fates.filter(({ failure }) => failure !== null).length
    }
    console.info(`${file}: Keras loads ${loaded} of ${each}, Thaw refuses ${refused}`)
    expect(Math.min(loaded, refused)).toBeGreaterThan(each / 20)
  },
  3_600_000,
)
