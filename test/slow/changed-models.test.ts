import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { changedModels, fatesOf, makeModels, wrongFates, type Fate } from '../helpers/mutated-models.ts'

/** Of all files together, and of each file. */
const changes = Number(process.env['THAW_CHANGES'] ?? 10_000)
const each = Math.ceil(changes / changedModels.length)
/** Of each file on disk, and in one process of Keras, at a time. */
const together = 200

const folder = mkdtempSync(join(tmpdir(), 'thaw-'))
beforeAll(() => makeModels(folder), 240_000)
afterAll(() => rmSync(folder, { recursive: true }))

/** A line for each file: how often it was changed, loaded by Keras, refused here, refused for taking too long, and the longest time. */
function told(fates: readonly Fate[]): string {
  const lines = changedModels.map(({ file }) => {
    const own = fates.filter((fate) => fate.file.endsWith(`-${file}`))
    const count = (is: (fate: Fate) => boolean): number => own.filter(is).length
    const [loaded, refused] = [count(({ keras }) => keras !== null), count(({ failure }) => failure !== null)]
    const stopped = count(({ failure }) => failure === 'reading-stopped')
    const busiest = Math.max(...own.map(({ busy }) => busy)).toFixed(1)
    return `| ${file} | ${own.length} | ${loaded} | ${refused} | ${stopped} | ${wrongFates(own).length} | ${busiest} s |`
  })
  return ['| file | changes | Keras loads | Thaw refuses | of these stopped | wrong | longest |', ...lines].join('\n')
}

test(`of ${each} changes of each model file, those that Keras loads open with the same weights, and none ends otherwise than in an error or a model`, async () => {
  const fates: Fate[] = []
  for (let from = 0; from < each; from += together) {
    const models = changedModels.map((changed, index) => ({
      ...changed,
      seeds: Array.from({ length: Math.min(together, each - from) }, (_, i) => 1_000_000 * (index + 1) + from + i),
    }))
    const round = await fatesOf(models, folder)
    fates.push(...round)
    console.info(
      `${told(fates)}\n${wrongFates(round)
        .map((fate) => JSON.stringify(fate))
        .join('\n')}`,
    )
  }
  expect(wrongFates(fates)).toEqual([])
  for (const { file } of changedModels) {
    const own = fates.filter((fate) => fate.file.endsWith(`-${file}`))
    expect(own.filter(({ keras }) => keras !== null).length, file).toBeGreaterThan(each / 20)
    expect(own.filter(({ failure }) => failure !== null).length, file).toBeGreaterThan(each / 20)
  }
}, 7_200_000)
