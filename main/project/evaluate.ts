import { dirname, resolve } from 'node:path'
import {
  fail,
  ThawError,
  type Dataset,
  type EvaluateResult,
  type HandlerInput,
  type Work,
} from '../../contract/index.ts'
import { importDataset, openDatasetAt, photographsFolder } from '../dataset/index.ts'
import { evaluateModel } from '../evaluation/index.ts'

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

/** Judges a model file on one split of a folder of photographs. Throws what `evaluateModel` and `importDataset` throw. */
export async function evaluateOn(input: HandlerInput<'evaluate'>, work: Work): Promise<EvaluateResult> {
  const { model, dataset: folder, split, preprocess, classes } = input
  return evaluateModel(model, await splitsOf(model, folder, work), split, { preprocess, classes }, work)
}
