import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { requestSchemas, unwatched, type TrainResult } from '../../contract/index.ts'
import { editDataset } from '../../main/dataset/index.ts'
import { evaluateOn, startRun } from '../../main/project/index.ts'
import { temporaryFolder, writePhotographs } from '../helpers/photographs.ts'

const root = mkdtempSync(join(tmpdir(), 'thaw-evaluate-'))
const photographs = join(root, 'photographs')
let run: TrainResult

beforeAll(async () => {
  await writePhotographs(photographs, { cats: 16, dogs: 16 })
  const choices = { weights: 'random', cut: 'block2_pool', size: 32, head: 16, convolution: 'direct' } as const
  run = await startRun(
    {
      project: join(root, 'project'),
      dataset: photographs,
      choices: { ...choices, precision: 'float32', seed: 3, epochs: [2] },
    },
    unwatched(),
  )
  return () => rmSync(root, { recursive: true })
})

const evaluate = (dataset: string) =>
  evaluateOn(requestSchemas.evaluate.parse({ model: run.model, dataset }), unwatched())

describe('a run’s model is judged', () => {
  it('on the project’s own test photographs, by the project or by their folder', async () => {
    for (const where of [join(root, 'project'), photographs]) {
      const { accuracy, interval, correct, total } = await evaluate(where)
      const { loss: _, ...test } = run.test!
      expect({ accuracy, interval, correct, total }, where).toEqual(test)
    }
  })

  it('by the first labels too, where a person has changed some or left photographs out', async () => {
    const project = join(root, 'project')
    const before = await evaluate(project)
    expect(before.firstLabelled).toBeUndefined()
    const [right, wrong] = [true, false].map((isRight) =>
      before.topLosses.filter(({ label, predicted }) => (label === predicted) === isRight),
    )
    const mistake = wrong?.[0]
    const out = right?.[0]
    if (!mistake || !out) throw new Error('This test needs a model that is right once and wrong once.')
    await editDataset(project, 'do', [
      { kind: 'relabel', photographs: [mistake.file], class: mistake.predicted },
      { kind: 'leave-out', photographs: [out.file] },
    ])
    const after = await evaluate(project)
    expect(after).toMatchObject({ correct: before.correct, total: before.total - 1 })
    const { accuracy, correct, interval, total } = before
    expect(after.firstLabelled).toEqual({ accuracy, correct, interval, total, changed: 2 })
    await editDataset(project, 'undo', [])
    expect(await evaluate(project)).toEqual(before)
  })

  it('on a folder that has a test split of its own', async () => {
    const folder = temporaryFolder()
    await writePhotographs(folder, {
      'train/cats': 2,
      'train/dogs': 2,
      'validation/cats': 2,
      'validation/dogs': 2,
      'test/cats': 3,
      'test/dogs': 3,
    })
    expect((await evaluate(folder)).total).toBe(6)
  })

  it('and not on classes of which nothing says what it was trained on', async () => {
    const folder = temporaryFolder()
    await writePhotographs(join(folder, 'other'), { cats: 4, dogs: 4 })
    await expect(evaluate(join(folder, 'other'))).rejects.toThrow(
      expect.objectContaining({ failure: expect.objectContaining({ code: 'not-split' }) }),
    )
  })
})
