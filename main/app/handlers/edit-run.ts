import { fail } from '../../../contract/index.ts'
import type { AppHandler, Context } from '../context.ts'
import { projectIn } from './project-state.ts'

async function idleProject(context: Context, named: string, run: string) {
  const { openProject } = await import('../../project/index.ts')
  const project = await openProject(await projectIn(context, named))
  if (!context.jobs.isRunning(project.dir, run)) return project
  throw fail('run-running', `The run ${run} is under way.`, { remedy: 'Pause or stop it first.' })
}

export const editRun: AppHandler<'edit-run'> = async (context, { project, run, title, note }) => {
  const { changeRecord } = await import('../../project/index.ts')
  const opened = await idleProject(context, project, run)
  const record = await changeRecord(opened, run, (before) => ({
    ...before,
    title: title ?? before.title,
    note: note ?? before.note,
  }))
  context.tell('run-changed', { project: opened.dir, run: record })
  return { record }
}

export const deleteRun: AppHandler<'delete-run'> = async (context, { project, run }) => {
  const { trashRun } = await import('../../project/index.ts')
  await trashRun(await idleProject(context, project, run), run)
  return {}
}

export const restoreRun: AppHandler<'restore-run'> = async (context, { project, run }) => {
  const { restoreRun: restore } = await import('../../project/index.ts')
  await restore(await idleProject(context, project, run), run)
  return {}
}
