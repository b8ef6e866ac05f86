import { dirname, resolve } from 'node:path'
import {
  fail,
  ThawError,
  type CompareResult,
  type Dataset,
  type EvaluateResult,
  type HandlerInput,
  type Split,
  type Work,
} from '../../contract/index.ts'
import { importDataset, openDatasetAt, photographsFolder, selectSplit } from '../dataset/index.ts'
import { answerSplit, compareResults, judgeAnswers } from '../evaluation/index.ts'
import { keepAnswers, readAnswers, runOfModel } from './kept-answers.ts'
import { readProjectFile } from './project-file.ts'
import { readRecord, runAt } from './run-folder.ts'
import { countLook, looksAt, type LookBy } from './test-looks.ts'

interface Recorded {
  dataset: Dataset
  /** The folder that holds, or would hold, dataset.json. */
  dir: string
}

const orNull = (error: unknown): null => {
  if (error instanceof ThawError && error.failure.code === 'dataset-missing') return null
  throw error
}

/**
 * The splits by which a model is judged on a folder: those recorded in the folder; else, when the model is a project's and
 * the folder is that of its photographs, the project's own; else the folder's own train, validation and test, read now.
 *
 * @throws `not-split` for other folders of classes: splits drawn now could put what the model learned from into the test
 */
async function splitsOf(model: string, folder: string, work: Work): Promise<Recorded> {
  const recorded = await openDatasetAt(folder).catch(orNull)
  if (recorded) return recorded
  const project = dirname(dirname(dirname(resolve(model)))) // PROJECT/runs/RUN/model.h5
  const own = await openDatasetAt(project).catch(orNull)
  if (own && (await photographsFolder(own.dataset, own.dir)) === resolve(folder)) return own
  const dir = dirname(resolve(folder))
  const dataset = await importDataset({ folder, recordIn: dir, seed: 0, work })
  if (dataset.splitting === 'given') return { dataset, dir }
  throw fail('not-split', 'Nothing says which of these photographs the model has not seen.', {
    expected: 'a project, a data set that was imported, or a folder with train, validation and test',
    file: folder,
    remedy: 'Name the project or the data set that the model was trained on, or put new photographs under test/CLASS/.',
  })
}

type Hints = Pick<HandlerInput<'evaluate'>, 'preprocess' | 'classes'>

/** What the model says is kept beside a run's model, so that only photographs it has not seen go through it. */
async function judged(model: string, recorded: Recorded, split: Split, hints: Hints, work: Work) {
  const isOwn = hints.preprocess === undefined && hints.classes === undefined
  const known = isOwn ? await readAnswers(model) : null
  const answers = await answerSplit(model, recorded, split, { hints, known, work })
  if (isOwn && answers !== known) {
    await keepAnswers(model, answers).catch(() => {
      work.emit('message-logged', { level: 'info', text: 'The answers could not be kept beside the run.' })
    })
  }
  return judgeAnswers(recorded.dataset, split, answers)!
}

/** The looks at a project's test split, one more counted, when the results of its runs on it are shown. */
async function lookOf(project: string, { dir }: Recorded, split: Split, runs: readonly string[], by: LookBy | null) {
  if (split !== 'test' || resolve(dir) !== project) return {}
  if (by) await countLook(project, runs, by)
  return { looks: await looksAt(project) }
}

/** The project whose test split a model is judged on, and what the model is called there; null for photographs of no project. */
async function lookerOf(model: string, { dir }: Recorded): Promise<{ project: string; name: string } | null> {
  const [project, of] = [resolve(dir), runOfModel(model)]
  if (of?.project === project) return { project, name: of.run }
  const known = await readProjectFile(project).catch(() => null)
  return known && { project, name: resolve(model) }
}

/** Judges a model file on one split of a folder of photographs. Throws what `answerSplit` and `importDataset` throw. */
export async function evaluateOn(
  input: HandlerInput<'evaluate'>,
  work: Work,
  by: LookBy = 'evaluate',
): Promise<EvaluateResult> {
  const { model, dataset: folder, split, preprocess, classes, again } = input
  const recorded = await splitsOf(model, folder, work)
  const result = await judged(model, recorded, split, { preprocess, classes }, work)
  const looker = await lookerOf(model, recorded)
  return { ...result, ...(looker && (await lookOf(looker.project, recorded, split, [looker.name], again ? null : by))) }
}

/**
 * A run's result from what is kept beside its model, without TensorFlow; null where something of it is missing.
 *
 * @throws what `judgeAnswers` throws
 */
export async function judgedBefore(model: string, dataset: Dataset, split: Split): Promise<EvaluateResult | null> {
  const answers = await readAnswers(model)
  return answers && judgeAnswers(dataset, split, answers)
}

/** What a split holds, so that it can be told whether two hold the same. */
const contentsOf = ({ dataset }: Recorded, split: Split): string =>
  selectSplit(dataset, split)
    .map(({ sha256, class: name }) => `${sha256} ${name}`)
    .sort()
    .join('\n')

/**
 * Two runs judged on the same photographs.
 *
 * @throws `other-photographs` when the runs are of projects whose splits hold others, `run-missing`, `model-missing`
 */
export async function compareRuns({ runs, split }: HandlerInput<'compare'>, work: Work): Promise<CompareResult> {
  const sides = await Promise.all(
    runs.map(async (folder) => {
      const { name } = await readRecord(folder)
      const { model } = runAt(resolve(folder))
      const project = dirname(dirname(resolve(folder)))
      return { name, model, project, recorded: await openDatasetAt(project) }
    }),
  )
  const [first, second] = sides as [(typeof sides)[0], (typeof sides)[0]]
  if (contentsOf(first.recorded, split) !== contentsOf(second.recorded, split)) {
    throw fail('other-photographs', `The two runs have other ${split} photographs.`, {
      expected: 'runs of one project, or of projects whose photographs are divided alike',
      found: `${first.project} and ${second.project}`,
      file: second.project,
    })
  }
  const { recorded } = first
  const one = await judged(first.model, recorded, split, {}, work)
  const two = await judged(second.model, recorded, split, {}, work)
  const names = [first.name, second.name] as const
  return { ...compareResults(names, [one, two]), ...(await lookOf(first.project, recorded, split, names, 'compare')) }
}
