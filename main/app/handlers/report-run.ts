import { join } from 'node:path'
import type { AppHandler } from '../context.ts'
import { judgedFolder } from './judge-run.ts'
import { projectIn } from './project-state.ts'

export const reportRun: AppHandler<'report-run'> = async (context, { project: named, run, language }, asked) => {
  const project = await projectIn(context, named)
  const folder = await judgedFolder(project, run)
  const file = language === 'en' ? 'report.html' : `report-${language}.html`
  await context.engine.request('write-report', { run: folder, out: join(folder, file), language }, asked)
  return { file }
}
