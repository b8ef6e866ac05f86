import { photographsFolder } from '../../dataset/index.ts'
import type { AppHandler } from '../context.ts'
import { remember } from '../recent-entry.ts'
import { projectIn, stateOf } from './project-state.ts'

export const rescanProject: AppHandler<'rescan-project'> = async (context, input, asked) => {
  const project = await projectIn(context, input.project)
  const { dataset } = await context.dataset(project)
  const source = await context.places.check(await photographsFolder(dataset, project))
  const divide = input.divide && { ...input.divide, redraw: true }
  await context.engine.request('import-dataset', { source, out: project, ...divide }, asked)
  await remember(context, project, { opened: false })
  context.tell('project-changed', { project })
  return stateOf(context, project)
}
