import type { AppHandler } from '../context.ts'
import { projectIn } from './project-state.ts'

export const previewPlan: AppHandler<'preview-plan'> = async (context, { project, choices, branch }) => {
  const { planOf } = await import('../../project/index.ts')
  return { plan: await planOf(await projectIn(context, project), choices, branch) }
}
