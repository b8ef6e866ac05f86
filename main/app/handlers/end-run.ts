import type { AppHandler } from '../context.ts'
import { projectIn } from './project-state.ts'

export const endRun: AppHandler<'end-run'> = async (context, { project, run, how }) => {
  context.jobs.end({ project: await projectIn(context, project), run }, how)
  return {}
}

export const cancelJob: AppHandler<'cancel-job'> = ({ jobs }, { job }) => {
  jobs.cancel(job)
  return Promise.resolve({})
}
