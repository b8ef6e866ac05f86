import type { AppHandler } from '../context.ts'
import { remember } from '../recent-entry.ts'
import { projectIn, stateOf } from './project-state.ts'

export const checkPhotographs: AppHandler<'check-photographs'> = async (context, input, asked) => {
  const project = await projectIn(context, input.project)
  await context.engine.request('check-dataset', { folder: project, closely: true, keep: true }, asked)
  await remember(context, project, { opened: false })
  context.tell('project-changed', { project })
  return stateOf(context, project)
}
