import type { AppHandler } from '../context.ts'
import { remember } from '../recent-entry.ts'
import { projectIn, stateOf } from './project-state.ts'

/** The engine that has the project writes the change, so that a run which reads the folder meanwhile does not lose it. */
export const editPhotographs: AppHandler<'edit-photographs'> = async (context, input, asked) => {
  const project = await projectIn(context, input.project)
  await context.engine.request('edit-dataset', { ...input, project }, asked)
  await remember(context, project, { opened: false })
  context.tell('project-changed', { project })
  return stateOf(context, project)
}
