import { readFile } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import type { ProjectState } from '../../../contract/index.ts'
import type { AppHandler, Context } from '../context.ts'
import { checkProject, coversOf, runsOf } from '../projects.ts'

export const projectState: AppHandler<'project-state'> = async (context, input) =>
  stateOf(context, await projectIn(context, input.project))

/** The project that a window names. @throws `outside-root`, `not-a-project` */
export async function projectIn({ places }: Context, folder: string): Promise<string> {
  const project = await places.check(folder)
  await checkProject(project)
  return project
}

export async function stateOf({ dataset, jobs, runsElsewhere }: Context, project: string): Promise<ProjectState> {
  runsElsewhere.watch(project)
  const { drawSettingsOf, editStateOf, readChecked, reportOn } = await import('../../dataset/index.ts')
  const [listed, runs, name, checked] = await Promise.all([
    dataset(project),
    runsOf(project, (run) => jobs.isRunning(project, run)),
    nameOf(project),
    readChecked(project),
  ])
  return {
    project,
    name,
    source: resolve(project, listed.dataset.folder),
    splitting: listed.dataset.splitting,
    draw: listed.dataset.grouping ? drawSettingsOf(listed.dataset) : null,
    data: reportOn(listed.dataset, checked),
    edits: editStateOf(listed.dataset),
    closelyChecked: checked !== null && checked.confirmedBy !== null,
    covers: coversOf(listed.dataset),
    runs,
  }
}

async function nameOf(project: string): Promise<string> {
  const { name } = JSON.parse(await readFile(join(project, 'project.json'), 'utf8')) as { name?: unknown }
  return typeof name === 'string' ? name : basename(project)
}
