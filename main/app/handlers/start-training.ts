import type { AppHandler } from '../context.ts'
import { weightsFile } from '../paths-of-requests.ts'
import { remember } from '../recent-entry.ts'
import { projectIn } from './project-state.ts'

export const startTraining: AppHandler<'start-training'> = async (context, input, asked) => {
  const project = await projectIn(context, input.project)
  const weights = weightsFile(input.choices.weights)
  if (weights !== undefined) await context.places.check(weights)
  const { precision } = await context.settings.read()
  const choices = { precision, ...input.choices }
  const result = await context.engine.request(
    'start-run',
    { project, dataset: project, choices, resume: input.resume, extend: input.extend, branch: input.branch },
    asked,
  )
  await remember(context, project, { opened: false })
  return result
}
