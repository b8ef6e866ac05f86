import type { AppHandler } from '../context.ts'
import { remember } from '../recent-entry.ts'
import { projectIn, stateOf } from './project-state.ts'

export const relinkProject: AppHandler<'relink-project'> = async (context, input, asked) => {
  const project = await projectIn(context, input.project)
  const folder = await context.places.check(input.folder)
  await context.engine.request('relink-dataset', { project, folder }, asked)
  await remember(context, project, { opened: false })
  context.tell('project-changed', { project })
  return stateOf(context, project)
}
