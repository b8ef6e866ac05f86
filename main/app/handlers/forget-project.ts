import type { AppHandler } from '../context.ts'

export const forgetProject: AppHandler<'forget-project'> = async ({ recents }, { project }) => {
  await recents.change((list) => list.filter((entry) => entry.project !== project))
  return {}
}
