import { stat } from 'node:fs/promises'
import { basename, dirname, resolve } from 'node:path'
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

/** The looks at a project's test split, one more counted, when what models say of it is shown; none where it is no project's. */
async function lookOf({ dir }: Recorded, split: Split, models: readonly string[], by: LookBy | null) {
  const project = resolve(dir)
  if (split !== 'test' || !(await readProjectFile(project).catch(() => null))) return {}
  const nameOf = (model: string): string => {
    const of = runOfModel(model)
    return of?.project === project ? of.run : resolve(model)
  }
  if (by) await countLook(project, models.map(nameOf), by)
  return { looks: await looksAt(project) }
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
  return { ...result, ...(await lookOf(recorded, split, [model], again ? null : by)) }
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

/** One of two that are compared: a run by its folder, whose project says which photographs it has not seen, or a model file. */
async function sideOf(path: string, hints: Hints) {
  const isFile = await stat(path).then(
    (found) => found.isFile(),
    () => false,
  )
  if (isFile) return { name: basename(path), model: path, hints, project: null }
  const { name } = await readRecord(path)
  const project = dirname(dirname(resolve(path)))
  return { name, model: runAt(resolve(path)).model, hints: {}, project }
}

/**
 * Two runs, or a run and a model file, judged on the same photographs; `preprocess` and `classes` are the file's.
 *
 * @throws `other-photographs` when the runs are of projects whose splits hold others, `run-missing` also for two files, and
 *   what `answerSplit` throws
 */
export async function compareRuns(
  { runs, split, ...hints }: HandlerInput<'compare'>,
  work: Work,
): Promise<CompareResult> {
  const [first, second] = [await sideOf(runs[0], hints), await sideOf(runs[1], hints)]
  const [project, other] = [first.project ?? second.project, second.project ?? first.project]
  if (project === null || other === null) {
    throw fail('run-missing', 'Neither of the two is a run.', {
      expected: 'a run’s folder as one of them',
      file: runs[1],
      remedy: 'Name a run of the project on whose photographs they are to be compared.',
    })
  }
  const recorded = await openDatasetAt(project)
  if (other !== project && contentsOf(recorded, split) !== contentsOf(await openDatasetAt(other), split)) {
    throw fail('other-photographs', `The two runs have other ${split} photographs.`, {
      expected: 'runs of one project, or of projects whose photographs are divided alike',
      found: `${project} and ${other}`,
      file: other,
    })
  }
  const one = await judged(first.model, recorded, split, first.hints, work)
  const two = await judged(second.model, recorded, split, second.hints, work)
  return {
    ...compareResults([first.name, second.name], [one, two]),
    ...(await lookOf(recorded, split, [first.model, second.model], 'compare')),
  }
}
