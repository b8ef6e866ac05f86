import type { AppHandler } from '../context.ts'

export const forgetProject: AppHandler<'forget-project'> = async ({ recents, tell }, { project }) => {
  await recents.change((list) => list.filter((entry) => entry.project !== project))
  tell('project-changed', { project })
  return {}
}
