import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { requestSchemas, unwatched, type TrainResult } from '../../contract/index.ts'
import { editDataset } from '../../main/dataset/index.ts'
import { compareRuns, epochLossesOf, evaluateOn, judgedBefore, startRun } from '../../main/project/index.ts'
import { readDataset } from '../../main/dataset/index.ts'
import { predictPhotographs } from '../../main/evaluation/index.ts'
import { readKerasModel, writeKerasH5, writeNpy } from '../../main/formats/index.ts'
import { jpeg, temporaryFolder, writePhotographs, writeTree } from '../helpers/photographs.ts'

const root = mkdtempSync(join(tmpdir(), 'thaw-evaluate-'))
const photographs = join(root, 'photographs')
const choices = {
  weights: 'random',
  cut: 'block2_pool',
  size: 32,
  head: 16,
  convolution: 'direct',
  precision: 'float32',
} as const
let run: TrainResult

beforeAll(async () => {
  await writePhotographs(photographs, { cats: 16, dogs: 16 })
  run = await startRun(
    {
      project: join(root, 'project'),
      dataset: photographs,
      choices: { ...choices, seed: 3, epochs: [2] },
    },
    unwatched(),
  )
  return () => rmSync(root, { recursive: true })
})

const evaluate = (dataset: string) =>
  evaluateOn(requestSchemas.evaluate.parse({ model: run.model, dataset }), unwatched())

/** The run's model as another program may have it, with the classes the other way round: its last layer says the opposite. */
async function turnedModel(): Promise<string> {
  const model = join(temporaryFolder(), 'turned.h5')
  const { network, weights, metadata } = await readKerasModel(run.model)
  const isLast = (name: string): boolean => name.startsWith(`${network.output}/`)
  const turned = [...weights].map(([name, { shape, values }]) => {
    return [name, { shape, values: isLast(name) ? values.map((value) => -value) : values }] as const
  })
  const classes = metadata!.classes.toReversed()
  await writeKerasH5(model, { network, weights: new Map(turned), metadata: { ...metadata!, classes } })
  return model
}

/** The result without how often it was looked at. */
const unseen = async (dataset: string) => {
  const { looks: _, ...result } = await evaluate(dataset)
  return result
}

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
    const before = await unseen(project)
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
    const after = await unseen(project)
    expect(after).toMatchObject({ correct: before.correct, total: before.total - 1 })
    const { accuracy, correct, interval, total } = before
    expect(after.firstLabelled).toEqual({ accuracy, correct, interval, total, changed: 2 })
    await editDataset(project, 'undo', [])
    expect(await unseen(project)).toEqual(before)
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

describe('what a model said is kept', () => {
  const project = join(root, 'project')

  it('so that it is judged again without a model, also by other labels', async () => {
    const before = await unseen(project)
    const split = 'test'
    expect(await judgedBefore(run.model, await readDataset(project), split)).toEqual(before)
    const worst = before.topLosses[0]!
    await editDataset(project, 'do', [
      { kind: 'relabel', photographs: [worst.file], class: worst.label === 'cats' ? 'dogs' : 'cats' },
    ])
    const relabelled = await judgedBefore(run.model, await readDataset(project), split)
    expect(relabelled?.firstLabelled).toMatchObject({ correct: before.correct, total: before.total, changed: 1 })
    expect(relabelled?.topLosses.find(({ file }) => file === worst.file)).toMatchObject({ labelled: worst.label })
    await editDataset(project, 'undo', [])
  })

  it('and forgotten with the model that said it, or where it cannot be read', async () => {
    const kept = join(project, 'runs/001-extract/answers.json')
    const dataset = await readDataset(project)
    const text = readFileSync(kept, 'utf8')
    for (const other of ['{', '{}', text.replace('"bytes":', '"bytes":1')]) {
      writeFileSync(kept, other)
      expect(await judgedBefore(run.model, dataset, 'test'), other.slice(0, 40)).toBeNull()
    }
    expect((await evaluate(project)).total).toBeGreaterThan(0)
    expect(await judgedBefore(run.model, dataset, 'test')).toEqual(await unseen(project))
  })
})

describe('a model file that is no run’s', () => {
  it('is judged on the project’s test photographs, and each look at them is counted, once however they are relabelled', async () => {
    const project = join(root, 'project')
    const model = join(temporaryFolder(), 'elsewhere.h5')
    copyFileSync(run.model, model)
    const judge = (rest: object) =>
      evaluateOn(requestSchemas.evaluate.parse({ model, dataset: project, ...rest }), unwatched())
    const { looks: before, ...own } = await evaluate(project)
    const { looks, ...result } = await judge({})
    expect(result).toEqual(own)
    expect(looks).toEqual({ looks: before!.looks + 1, runs: before!.runs + 1, several: before!.looks + 1 >= 5 })
    expect((await judge({ again: true })).looks).toEqual(looks)
    expect((await judge({ split: 'validation' })).looks).toBeUndefined()
  })

  it('may have the classes in another order, by which it is judged', async () => {
    const project = join(root, 'project')
    const own = await unseen(project)
    const asking = requestSchemas.evaluate.parse({ model: await turnedModel(), dataset: project })
    const turned = await evaluateOn(asking, unwatched())
    expect(turned.classes).toEqual(own.classes.toReversed())
    expect(turned.confusion).toEqual(own.confusion.map((row) => row.toReversed()).toReversed())
    expect(turned.perClass).toEqual(own.perClass)
    expect(turned.loss).toBeCloseTo(own.loss, 6)
    const said = ({ topLosses }: typeof own) =>
      Object.fromEntries(topLosses.map(({ file, label, predicted }) => [file, [label, predicted]]))
    expect(said(turned)).toEqual(said(own))
  })
})

describe('two runs of a project', () => {
  const project = join(root, 'project')

  it('are compared on its test photographs, and each look at them is counted', async () => {
    const second = await startRun(
      {
        project,
        dataset: photographs,
        choices: { ...choices, seed: 8, epochs: [3] },
      },
      unwatched(),
    )
    const before = (await evaluate(project)).looks!
    const result = await compareRuns({ runs: [run.run, second.run], split: 'test' }, unwatched())
    expect(result).toMatchObject({
      runs: ['001-extract', '002-extract'],
      accuracy: [run.test!.accuracy, second.test!.accuracy],
    })
    expect(result.bothRight + result.onlyFirstRight).toBe(result.correct[0])
    expect(result.looks).toEqual({ looks: before.looks + 1, runs: before.runs, several: before.looks + 1 >= 5 })
    const validation = await compareRuns({ runs: [run.run, second.run], split: 'validation' }, unwatched())
    expect(validation.looks).toBeUndefined()
  })

  it('and so is one with a model file, whose classes may be in another order, by the name of the file', async () => {
    const model = await turnedModel()
    const second = join(project, 'runs', '002-extract')
    const compare = (...runs: [string, string]) => compareRuns({ runs, split: 'test' }, unwatched())
    const { looks: before, losses, ...own } = await compare(run.run, second)
    expect(own.onlyFirstRight + own.onlySecondRight).toBeGreaterThan(0)
    const { looks, losses: ofFile, ...result } = await compare(model, second)
    expect(looks).toMatchObject({ looks: before!.looks + 1, runs: before!.runs + 1 })
    expect(result).toMatchObject({ runs: ['turned.h5', '002-extract'], mcnemar: own.mcnemar, verdict: own.verdict })
    expect(result.sentence).toBe(own.sentence.replaceAll('001-extract', 'turned.h5'))
    const right = ({ disagreements }: typeof result) =>
      disagreements.map(({ file, label, predicted }) => [file, label, ...predicted].join(' ')).sort()
    expect(right(result)).toEqual(right(own))
    const lossOf = new Map(losses.map(({ file, loss }) => [file, loss]))
    expect(ofFile).toHaveLength(losses.length)
    for (const { file, loss } of ofFile) {
      expect(loss[0], file).toBeCloseTo(lossOf.get(file)![0], 6)
      expect(loss[1], file).toBe(lossOf.get(file)![1])
    }
    const mirrored = await compare(second, model)
    expect(mirrored).toMatchObject({
      runs: ['002-extract', 'turned.h5'],
      correct: result.correct.toReversed(),
      onlyFirstRight: result.onlySecondRight,
      onlySecondRight: result.onlyFirstRight,
    })
    expect(await compare(model, run.run)).toMatchObject({ verdict: 'same', onlyFirstRight: 0, onlySecondRight: 0 })
    await expect(compare(model, model)).rejects.toThrow('Neither of the two is a run.')
  })

  it('and not with one whose test holds other photographs', async () => {
    const other = join(root, 'other')
    await writePhotographs(join(root, 'others'), { cats: 8, dogs: 8 })
    const stranger = await startRun(
      {
        project: other,
        dataset: join(root, 'others'),
        choices: { weights: 'random', cut: 'block1_pool', size: 32, head: 4, convolution: 'direct', epochs: [1] },
      },
      unwatched(),
    )
    await expect(compareRuns({ runs: [run.run, stranger.run], split: 'test' }, unwatched())).rejects.toThrow(
      expect.objectContaining({ failure: expect.objectContaining({ code: 'other-photographs' }) }),
    )
  })
})

describe('each photograph’s loss after two epochs', () => {
  it('is read from what a run kept, and said to be missing where it kept nothing', async () => {
    const [one, two] = [temporaryFolder(), temporaryFolder()]
    const values = Float32Array.of(0.5, 2, 0.25, 4)
    await writeNpy(join(one, 'losses.npy'), { shape: [2, 2], values })
    writeFileSync(join(one, 'losses.json'), JSON.stringify({ files: ['a.jpg', 'b.jpg'] }))
    const [first, second] = [0, 1].map((epoch) => ({ folder: one, epoch }))
    expect(await epochLossesOf(first!, second!)).toEqual({
      missing: null,
      photographs: [
        { file: 'a.jpg', loss: [0.5, 0.25] },
        { file: 'b.jpg', loss: [2, 4] },
      ],
    })
    expect(await epochLossesOf(first!, { folder: one, epoch: 2 })).toMatchObject({ missing: 'not-kept' })
    expect(await epochLossesOf(first!, { folder: two, epoch: 0 })).toMatchObject({ missing: 'not-kept' })
    await writeNpy(join(two, 'losses.npy'), { shape: [1, 1], values: Float32Array.of(1) })
    writeFileSync(join(two, 'losses.json'), JSON.stringify({ files: ['a.jpg'] }))
    expect(await epochLossesOf(first!, { folder: two, epoch: 0 })).toMatchObject({ missing: 'other-photographs' })
  })
})

describe('a model is used', () => {
  it('on pictures and on folders of them, and one that cannot be read does not stop the others', async () => {
    const folder = temporaryFolder()
    const good = await jpeg(40, 30, 5)
    writeTree(folder, {
      'b.jpg': good,
      'a/c.JPEG': await jpeg(40, 30, 6),
      'notes.txt': 'no picture',
      '.hidden.jpg': good,
    })
    writeTree(folder, { 'cut.jpg': good.subarray(0, good.length / 2) })
    const { predictions, refused, classes } = await predictPhotographs(run.model, [folder], {}, unwatched())
    expect(predictions.map(({ file }) => file)).toEqual([join(folder, 'a/c.JPEG'), join(folder, 'b.jpg')])
    expect(refused.map(({ file }) => file)).toEqual([join(folder, 'cut.jpg')])
    expect(classes).toEqual(['cats', 'dogs'])
    const [alone] = (await predictPhotographs(run.model, [join(folder, 'b.jpg')], {}, unwatched())).predictions
    expect(alone).toEqual(predictions[1])
    await expect(predictPhotographs(run.model, [join(folder, 'cut.jpg')], {}, unwatched())).rejects.toThrow('cut.jpg')
    rmSync(join(folder, 'a/c.JPEG'))
    await expect(predictPhotographs(run.model, [join(folder, 'a')], {}, unwatched())).rejects.toThrow('no picture')
  })
})
