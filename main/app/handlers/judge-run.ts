import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { fail, type EvaluateResult } from '../../../contract/index.ts'
import type { AppHandler, Context } from '../context.ts'
import { runsOf } from '../projects.ts'
import { projectIn } from './project-state.ts'

/** The folder of a project's run that has a model. @throws `run-missing`, `model-missing` */
export async function judgedFolder(project: string, run: string): Promise<string> {
  const found = (await runsOf(project, () => false)).find(({ record }) => record.name === run)
  if (!found) throw fail('run-missing', `The project has no run ${run}.`, { file: project })
  const model = join(found.folder, 'model.h5')
  await stat(model).catch(() => {
    throw fail('model-missing', `The run ${run} has no model yet.`, {
      file: model,
      remedy: 'Let the run finish first.',
    })
  })
  return found.folder
}

/** A run's result where all of it is kept, so that no engine is asked, however busy it is. */
export async function keptResult(
  { dataset }: Context,
  project: string,
  folder: string,
  split: 'train' | 'validation' | 'test',
): Promise<EvaluateResult | null> {
  const { judgedBefore } = await import('../../project/index.ts')
  return judgedBefore(join(folder, 'model.h5'), (await dataset(project)).dataset, split)
}

export const judgeFile: AppHandler<'judge-file'> = async (context, { project, file, ...said }, asked) => {
  const model = await context.places.check(file)
  return context.engine.request('evaluate', { model, dataset: await projectIn(context, project), ...said }, asked)
}

export const judgeRun: AppHandler<'judge-run'> = async (context, { project: named, run, split, again }, asked) => {
  const project = await projectIn(context, named)
  const folder = await judgedFolder(project, run)
  const kept = await keptResult(context, project, folder, split)
  if (!kept) {
    return context.engine.request('evaluate', { model: join(folder, 'model.h5'), dataset: project, split }, asked)
  }
  if (split !== 'test') return kept
  const { countLook, looksAt } = await import('../../project/index.ts')
  if (!again) await countLook(project, [run], 'judge')
  return { ...kept, looks: await looksAt(project) }
}
