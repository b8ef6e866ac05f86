import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { requestSchemas, unwatched, type Dataset, type Photograph } from '../../../contract/index.ts'
import { answerSplit, judgeAnswers } from '../../../main/evaluation/index.ts'
import { hashFile } from '../../../main/files/index.ts'
import { startRun } from '../../../main/project/index.ts'
import { scale } from '../data.ts'
import type { SetUp } from './job.ts'

/** The benchmark's photographs over and over, as many as asked, as a test split. */
async function testSplit(folder: string, count: number): Promise<Dataset> {
  const files = scale.classes.flatMap((name) =>
    ['train', 'validation'].flatMap((split) =>
      readdirSync(join(folder, 'photographs', split, name))
        .sort()
        .map((file) => ({ file: `photographs/${split}/${name}/${file}`, class: name })),
    ),
  )
  const hashed = await Promise.all(
    files.map(async (entry): Promise<Photograph> => {
      const sha256 = await hashFile(join(folder, entry.file))
      return { ...entry, sha256, split: 'test', bytes: 0, width: 1, height: 1, modified: 0 }
    }),
  )
  return {
    ...{ version: 1, folder: '.', splitting: 'given', shares: [50, 25, 25], seed: 0, quarantined: [] },
    classes: [...scale.classes],
    photographs: Array.from({ length: count }, (_, i) => hashed[i % hashed.length]!),
  }
}

/** A saved model from its file to every figure of `thaw evaluate`: opened, 1000 photographs read, predicted and judged. */
export const evaluate: SetUp = async (folder) => {
  const home = mkdtempSync(join(tmpdir(), 'thaw-bench-'))
  process.on('exit', () => rmSync(home, { recursive: true, force: true }))
  const choices = { preset: 'book', weights: join(folder, 'vgg16.h5'), epochs: [1] }
  const input = { project: join(home, 'project'), dataset: join(folder, 'photographs'), choices }
  const { model } = await startRun(requestSchemas['start-run'].parse(input), unwatched())
  const dataset = await testSplit(folder, scale.judged)
  const judged = async () => {
    const how = { hints: {}, known: null, work: unwatched() }
    const result = judgeAnswers(dataset, 'test', await answerSplit(model, { dataset, dir: folder }, 'test', how))
    if (result?.total !== scale.judged) throw new Error(`${result?.total} photographs were judged.`)
  }
  await judged()
  return {
    run: async (runs) => {
      for (let i = 0; i < runs; i++) await judged()
    },
  }
}
